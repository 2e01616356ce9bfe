// Generated from src/schema by `npm run generate`. Do not edit.
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["default_backend","unified_flags","backends","breaker","mcp","output","parallel","plugins","run","server","session"],"properties":{"default_backend":{"type":"string","pattern":"^[a-z][a-z0-9-]*$","default":"claude","description":"Backend of runs that name none."},"unified_flags":{"type":"object","additionalProperties":false,"required":["approval_mode","sandbox_mode","verbose","dry_run","max_turns","max_tokens","command_timeout_secs","idle_timeout_secs","max_retries"],"properties":{"approval_mode":{"type":"string","enum":["default","auto","none","always"],"default":"default","description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"default":"default","description":"What the CLI may do to the machine."},"verbose":{"type":"boolean","default":false,"description":"Show on stderr what is run."},"dry_run":{"type":"boolean","default":false,"description":"Print the command instead of running it."},"max_turns":{"type":"integer","minimum":0,"default":0,"description":"Model steps at most; 0: no limit of ours."},"max_tokens":{"type":"integer","minimum":0,"default":0,"description":"Kept for old files; only 0 works, because no CLI can limit its output."},"command_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":0,"description":"Longest time of a run; 0: no limit."},"idle_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":600,"description":"Longest time without any event; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"default":2,"description":"How often a CLI may repeat a failed model request."}}},"backends":{"type":"object","default":{},"propertyNames":{"pattern":"^[a-z][a-z0-9-]*$"},"additionalProperties":{"type":"object","additionalProperties":false,"properties":{"model":{"type":"string","description":"Model passed to the CLI unchanged."},"system_prompt":{"type":"string","description":"System prompt of runs that bring none."},"allowed_tools":{"type":"array","items":{"type":"string"},"description":"Tools that may run without asking, in the CLI's own spelling."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Used where the run and `unified_flags` say `default`."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"Used where the run and `unified_flags` say `default`."},"extra_flags":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"fallback":{"type":"array","items":{"type":"string"},"uniqueItems":true,"description":"Backends to ask when this one fails, in place of `run.fallback`; empty: none."},"settings":{"type":"object","additionalProperties":true,"description":"The backend's own settings, as the schema of its plugin says."},"enabled":{"type":"boolean","description":"false: the backend is refused everywhere."}}}},"output":{"type":"object","additionalProperties":false,"required":["format","show_tokens","show_timing","color"],"properties":{"format":{"type":"string","enum":["default","text","json","stream-json"],"default":"default","description":"`default`: text on a terminal, else json."},"show_tokens":{"type":"boolean","default":false,"description":"Print token counts after a text answer."},"show_timing":{"type":"boolean","default":false,"description":"Print the time taken after a text answer."},"color":{"type":"boolean","default":true,"description":"Colour on a terminal; NO_COLOR turns it off too."}}},"run":{"type":"object","additionalProperties":false,"required":["plugin_timeout_ms","fallback"],"properties":{"fallback":{"type":"array","items":{"type":"string"},"uniqueItems":true,"default":[],"description":"Backends to ask, in order, when one fails before the first text of its answer."},"plugin_timeout_ms":{"type":"integer","minimum":1,"maximum":2073600000,"default":5000,"description":"How long a plugin's module may take to load."}}},"session":{"type":"object","additionalProperties":false,"required":["auto_resume","retention_days","store_token_usage","store_history","default_tags"],"properties":{"auto_resume":{"type":"boolean","default":false,"description":"A prompt goes on with the newest session of the same directory and backend."},"retention_days":{"type":"integer","minimum":0,"default":30,"description":"Age at which `sessions clean`, and a server when it starts, deletes; 0: never."},"store_token_usage":{"type":"boolean","default":true,"description":"Add up tokens and cost in the session."},"store_history":{"type":"boolean","default":true,"description":"Keep prompts and answers of every turn."},"default_tags":{"type":"array","items":{"type":"string"},"default":[],"description":"Tags of new sessions."}}},"breaker":{"type":"object","additionalProperties":false,"required":["enabled","failures","open_secs","successes"],"properties":{"enabled":{"type":"boolean","default":true,"description":"Leave a backend alone for a while when its model service keeps failing."},"failures":{"type":"integer","minimum":1,"default":5,"description":"Failures in a row after which a backend is left alone."},"open_secs":{"type":"integer","minimum":1,"maximum":86400,"default":30,"description":"How long it is left alone before one run tries it."},"successes":{"type":"integer","minimum":1,"default":2,"description":"Such runs in a row that have to succeed before it is asked as before."}}},"parallel":{"type":"object","additionalProperties":false,"required":["max_workers","fail_fast","aggregate_output"],"properties":{"max_workers":{"type":"integer","minimum":1,"default":3,"description":"Tasks of `clinvk parallel` at the same time."},"fail_fast":{"type":"boolean","default":false,"description":"The first task that fails ends all the others."},"aggregate_output":{"type":"boolean","default":true,"description":"Print a table of all tasks at the end; false: only those that failed."}}},"plugins":{"type":"object","additionalProperties":false,"required":["allow"],"properties":{"allow":{"type":"array","items":{"type":"string"},"default":[],"description":"Names of packages that may be installed and used as plugins, or patterns such as `@acme/*`; empty: all."}}},"server":{"type":"object","additionalProperties":false,"required":["host","port","request_timeout_secs","read_timeout_secs","write_timeout_secs","idle_timeout_secs","shutdown_timeout_secs","api_keys_gopass_path","keys","rate_limit_enabled","rate_limit_rps","rate_limit_burst","rate_limit_cleanup_secs","rate_limit_redis_url","trusted_proxies","allowed_hosts","max_request_body_bytes","image_urls","cors_allowed_origins","cors_allow_credentials","cors_max_age","allowed_workdir_prefixes","blocked_workdir_prefixes","default_workdir","max_permission","metrics_enabled","metrics_auth","log_commands","max_runs","max_queue","queue_timeout_secs","env"],"properties":{"host":{"type":"string","default":"127.0.0.1","description":"Address to listen on."},"port":{"type":"integer","minimum":0,"maximum":65535,"default":8080,"description":"Port to listen on; 0: any free one."},"request_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":300,"description":"Longest time of an answer that is no stream; 0: 300."},"read_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":30,"description":"Longest time a request may take to arrive; at least 10; 0: 30."},"write_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":300,"description":"Longest time a client may take nothing of an answer; 0: 300."},"idle_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":120,"description":"How long an idle connection is kept; 0: 120."},"shutdown_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":30,"description":"How long requests at work may go on when the server stops."},"api_keys_gopass_path":{"type":"string","default":"","description":"Where gopass keeps the API keys; asked when CLINVK_API_KEYS is not set."},"keys":{"type":"object","default":{},"propertyNames":{"pattern":"^[a-z][a-z0-9-]*$"},"additionalProperties":{"type":"object","additionalProperties":false,"properties":{"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$","description":"SHA-256 of the key, in hexadecimal digits."},"env":{"type":"string","pattern":"^CLINVK_KEY_[A-Z0-9_]+$","description":"Variable that holds the key, instead of `sha256`: its name begins with `CLINVK_KEY_`, so no CLI gets it."},"scopes":{"type":"array","items":{"type":"string","enum":["run","sessions","admin"]},"description":"`run`, `sessions`, `admin`: what it may ask for; absent: everything."},"backends":{"type":"array","items":{"type":"string"},"minItems":1,"description":"Backends that it may use; absent: all."},"max_permission":{"type":"string","enum":["read-only","workspace","full"],"description":"What its requests may have done at most, within `server.max_permission`."},"rps":{"type":"integer","minimum":1,"description":"Its own rate: requests a second, on average."},"burst":{"type":"integer","minimum":0,"description":"Its own rate: requests at once; 0: twice `rps`."}}}},"rate_limit_enabled":{"type":"boolean","default":false,"description":"Limit the requests of each API key, or each address where there is none."},"rate_limit_rps":{"type":"integer","minimum":1,"default":10,"description":"Requests a second, on average."},"rate_limit_burst":{"type":"integer","minimum":0,"default":20,"description":"Requests at once: so many are taken every `rate_limit_burst / rate_limit_rps` seconds; 0: twice the average."},"rate_limit_cleanup_secs":{"type":"integer","minimum":1,"maximum":2073600,"default":180,"description":"How often counters that are over are forgotten."},"rate_limit_redis_url":{"type":"string","default":"","description":"Count in this Redis, together with other servers; empty: in memory."},"trusted_proxies":{"type":"array","items":{"type":"string"},"default":[],"description":"Addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` counts."},"allowed_hosts":{"type":"array","items":{"type":"string"},"default":[],"description":"Names by which clients may call the server, beside those of this machine."},"max_request_body_bytes":{"type":"integer","minimum":0,"default":10485760,"description":"Largest body of a request, after decompression; 0, and beyond: what a text can be, 512 MiB."},"image_urls":{"type":"array","items":{"type":"string","pattern":"^(?:(?:\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)(?::[0-9]+)?|https?://(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\])(?::[0-9]+)?)$"},"default":[],"description":"Hosts from which pictures of requests are fetched by URL: `pictures.example.com`, `*.example.com`, `*`; with `:port` where it is not 443; empty: none."},"cors_allowed_origins":{"type":"array","items":{"type":"string"},"default":[],"description":"Origins whose pages may call the server, `*` for a part; empty: `http://localhost:*`, `http://127.0.0.1:*`."},"cors_allow_credentials":{"type":"boolean","default":false,"description":"Pages of those origins may send cookies and logins; not with the origin `*`."},"cors_max_age":{"type":"integer","minimum":0,"default":300,"description":"How long browsers may keep the answer to a preflight, seconds; 0: 300."},"allowed_workdir_prefixes":{"type":"array","items":{"type":"string","pattern":"^/"},"default":[],"description":"Absolute paths below which a request may work; empty: everywhere that is not blocked."},"blocked_workdir_prefixes":{"type":"array","items":{"type":"string","pattern":"^/"},"default":[],"description":"Absolute paths below which no request may work; empty: system folders and those with keys."},"default_workdir":{"type":"string","pattern":"^(?:/|$)","default":"","description":"Absolute directory of runs that name none; empty: an empty private folder for each."},"max_permission":{"type":"string","enum":["read-only","workspace","full"],"default":"workspace","description":"What a request may have done at most."},"metrics_enabled":{"type":"boolean","default":false,"description":"Count what the server does, for `GET /metrics`."},"metrics_auth":{"type":"boolean","default":false,"description":"`GET /metrics` takes a key with the scope `admin`."},"log_commands":{"type":"boolean","default":false,"description":"Log each command that a run starts, as a dry run shows it, and how it ends."},"max_runs":{"type":"integer","minimum":0,"default":0,"description":"Runs at the same time in one process; 0: by memory."},"max_queue":{"type":"integer","minimum":0,"default":100,"description":"Runs that may wait for a place."},"queue_timeout_secs":{"type":"integer","minimum":0,"maximum":2073600,"default":60,"description":"How long a run may wait for a place; 0: no limit."},"env":{"type":"string","enum":["inherit","strict"],"default":"inherit","description":"`strict`: children get only variables of an allow-list."}}},"mcp":{"type":"object","additionalProperties":false,"required":["tools","backends","workdirs","max_permission","transport","host","port","http_path","expose_health","serve","max_sessions","session_idle_secs","resume_secs"],"properties":{"tools":{"type":"object","additionalProperties":false,"required":["allow","deny"],"properties":{"allow":{"type":"array","items":{"type":"string","enum":["clinvk_prompt","clinvk_parallel","clinvk_chain","clinvk_compare","clinvk_job","clinvk_backends","clinvk_sessions","clinvk_session_get","clinvk_session_delete","clinvk_health"]},"default":[],"description":"Tools that MCP clients get; empty: all."},"deny":{"type":"array","items":{"type":"string","enum":["clinvk_prompt","clinvk_parallel","clinvk_chain","clinvk_compare","clinvk_job","clinvk_backends","clinvk_sessions","clinvk_session_get","clinvk_session_delete","clinvk_health"]},"default":[],"description":"Tools that they do not get, whatever `mcp.tools.allow` says."}}},"backends":{"type":"array","items":{"type":"string"},"default":[],"description":"Backends that MCP clients may use; empty: all."},"workdirs":{"type":"array","items":{"type":"string","pattern":"^/"},"default":[],"description":"Absolute paths below which their runs may work, within what `server` allows; empty: nothing more is refused."},"max_permission":{"type":"string","enum":["read-only","workspace","full"],"default":"full","description":"What they may have done at most, within `server.max_permission`."},"transport":{"type":"string","enum":["stdio","http"],"default":"stdio","description":"How `clinvk mcp` is reached."},"host":{"type":"string","default":"127.0.0.1","description":"Address that `clinvk mcp --transport http` listens on."},"port":{"type":"integer","minimum":0,"maximum":65535,"default":8081,"description":"Port that it listens on; 0: any free one."},"http_path":{"type":"string","pattern":"^(/[A-Za-z0-9._~-]+)+$","default":"/mcp","description":"Path of the MCP server, there and in `clinvk serve`."},"expose_health":{"type":"boolean","default":false,"description":"`clinvk mcp --transport http` answers `GET /health`, too."},"serve":{"type":"boolean","default":false,"description":"`clinvk serve` is an MCP server, too."},"max_sessions":{"type":"integer","minimum":1,"default":100,"description":"Sessions over HTTP at the same time."},"session_idle_secs":{"type":"integer","minimum":1,"maximum":2073600,"default":1800,"description":"A session over HTTP that nobody uses for so long is ended."},"resume_secs":{"type":"integer","minimum":0,"maximum":86400,"default":60,"description":"So long a call goes on whose client lost its connection over HTTP, and may come back."}}}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z][a-z0-9-]*$", "");
const pattern7 = new RegExp("^[0-9a-f]{64}$", "");
const pattern8 = new RegExp("^CLINVK_KEY_[A-Z0-9_]+$", "");
const pattern9 = new RegExp("^(?:(?:\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)(?::[0-9]+)?|https?://(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\])(?::[0-9]+)?)$", "");
const pattern10 = new RegExp("^/", "");
const pattern12 = new RegExp("^(?:/|$)", "");
const pattern14 = new RegExp("^(/[A-Za-z0-9._~-]+)+$", "");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.default_backend === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "default_backend"},message:"must have required property '"+"default_backend"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.unified_flags === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unified_flags"},message:"must have required property '"+"unified_flags"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.backends === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "backends"},message:"must have required property '"+"backends"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.breaker === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "breaker"},message:"must have required property '"+"breaker"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.mcp === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "mcp"},message:"must have required property '"+"mcp"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.output === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "output"},message:"must have required property '"+"output"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.parallel === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parallel"},message:"must have required property '"+"parallel"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.plugins === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "plugins"},message:"must have required property '"+"plugins"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.run === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "run"},message:"must have required property '"+"run"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.server === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "server"},message:"must have required property '"+"server"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data.session === undefined){
const err10 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "session"},message:"must have required property '"+"session"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err11 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.default_backend !== undefined){
let data0 = data.default_backend;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err12 = {instancePath:instancePath+"/default_backend",schemaPath:"#/properties/default_backend/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z][a-z0-9-]*$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/default_backend",schemaPath:"#/properties/default_backend/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.unified_flags !== undefined){
let data1 = data.unified_flags;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.approval_mode === undefined){
const err14 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "approval_mode"},message:"must have required property '"+"approval_mode"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data1.sandbox_mode === undefined){
const err15 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "sandbox_mode"},message:"must have required property '"+"sandbox_mode"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data1.verbose === undefined){
const err16 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "verbose"},message:"must have required property '"+"verbose"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data1.dry_run === undefined){
const err17 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "dry_run"},message:"must have required property '"+"dry_run"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data1.max_turns === undefined){
const err18 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "max_turns"},message:"must have required property '"+"max_turns"+"'"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data1.max_tokens === undefined){
const err19 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "max_tokens"},message:"must have required property '"+"max_tokens"+"'"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data1.command_timeout_secs === undefined){
const err20 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "command_timeout_secs"},message:"must have required property '"+"command_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data1.idle_timeout_secs === undefined){
const err21 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "idle_timeout_secs"},message:"must have required property '"+"idle_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data1.max_retries === undefined){
const err22 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: "max_retries"},message:"must have required property '"+"max_retries"+"'"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key1 in data1){
if(!(func1.call(schema31.properties.unified_flags.properties, key1))){
const err23 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data1.approval_mode !== undefined){
let data2 = data1.approval_mode;
if(typeof data2 !== "string"){
const err24 = {instancePath:instancePath+"/unified_flags/approval_mode",schemaPath:"#/properties/unified_flags/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!((((data2 === "default") || (data2 === "auto")) || (data2 === "none")) || (data2 === "always"))){
const err25 = {instancePath:instancePath+"/unified_flags/approval_mode",schemaPath:"#/properties/unified_flags/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.unified_flags.properties.approval_mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data1.sandbox_mode !== undefined){
let data3 = data1.sandbox_mode;
if(typeof data3 !== "string"){
const err26 = {instancePath:instancePath+"/unified_flags/sandbox_mode",schemaPath:"#/properties/unified_flags/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(!((((data3 === "default") || (data3 === "read-only")) || (data3 === "workspace")) || (data3 === "full"))){
const err27 = {instancePath:instancePath+"/unified_flags/sandbox_mode",schemaPath:"#/properties/unified_flags/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.unified_flags.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data1.verbose !== undefined){
if(typeof data1.verbose !== "boolean"){
const err28 = {instancePath:instancePath+"/unified_flags/verbose",schemaPath:"#/properties/unified_flags/properties/verbose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data1.dry_run !== undefined){
if(typeof data1.dry_run !== "boolean"){
const err29 = {instancePath:instancePath+"/unified_flags/dry_run",schemaPath:"#/properties/unified_flags/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data1.max_turns !== undefined){
let data6 = data1.max_turns;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err30 = {instancePath:instancePath+"/unified_flags/max_turns",schemaPath:"#/properties/unified_flags/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err31 = {instancePath:instancePath+"/unified_flags/max_turns",schemaPath:"#/properties/unified_flags/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
if(data1.max_tokens !== undefined){
let data7 = data1.max_tokens;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err32 = {instancePath:instancePath+"/unified_flags/max_tokens",schemaPath:"#/properties/unified_flags/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err33 = {instancePath:instancePath+"/unified_flags/max_tokens",schemaPath:"#/properties/unified_flags/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
if(data1.command_timeout_secs !== undefined){
let data8 = data1.command_timeout_secs;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err34 = {instancePath:instancePath+"/unified_flags/command_timeout_secs",schemaPath:"#/properties/unified_flags/properties/command_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 2073600 || isNaN(data8)){
const err35 = {instancePath:instancePath+"/unified_flags/command_timeout_secs",schemaPath:"#/properties/unified_flags/properties/command_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data8 < 0 || isNaN(data8)){
const err36 = {instancePath:instancePath+"/unified_flags/command_timeout_secs",schemaPath:"#/properties/unified_flags/properties/command_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
if(data1.idle_timeout_secs !== undefined){
let data9 = data1.idle_timeout_secs;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err37 = {instancePath:instancePath+"/unified_flags/idle_timeout_secs",schemaPath:"#/properties/unified_flags/properties/idle_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 2073600 || isNaN(data9)){
const err38 = {instancePath:instancePath+"/unified_flags/idle_timeout_secs",schemaPath:"#/properties/unified_flags/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data9 < 0 || isNaN(data9)){
const err39 = {instancePath:instancePath+"/unified_flags/idle_timeout_secs",schemaPath:"#/properties/unified_flags/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data1.max_retries !== undefined){
let data10 = data1.max_retries;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err40 = {instancePath:instancePath+"/unified_flags/max_retries",schemaPath:"#/properties/unified_flags/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 20 || isNaN(data10)){
const err41 = {instancePath:instancePath+"/unified_flags/max_retries",schemaPath:"#/properties/unified_flags/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data10 < 0 || isNaN(data10)){
const err42 = {instancePath:instancePath+"/unified_flags/max_retries",schemaPath:"#/properties/unified_flags/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
else {
const err43 = {instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.backends !== undefined){
let data11 = data.backends;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key2 in data11){
const _errs27 = errors;
if(typeof key2 === "string"){
if(!pattern4.test(key2)){
const err44 = {instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z][a-z0-9-]*$"+"\"",propertyName:key2};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
var valid2 = _errs27 === errors;
if(!valid2){
const err45 = {instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
for(const key3 in data11){
let data12 = data11[key3];
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key4 in data12){
if(!(func1.call(schema31.properties.backends.additionalProperties.properties, key4))){
const err46 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/backends/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data12.model !== undefined){
if(typeof data12.model !== "string"){
const err47 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/model",schemaPath:"#/properties/backends/additionalProperties/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data12.system_prompt !== undefined){
if(typeof data12.system_prompt !== "string"){
const err48 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/system_prompt",schemaPath:"#/properties/backends/additionalProperties/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data12.allowed_tools !== undefined){
let data15 = data12.allowed_tools;
if(Array.isArray(data15)){
const len0 = data15.length;
for(let i0=0; i0<len0; i0++){
if(typeof data15[i0] !== "string"){
const err49 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_tools/" + i0,schemaPath:"#/properties/backends/additionalProperties/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_tools",schemaPath:"#/properties/backends/additionalProperties/properties/allowed_tools/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data12.allowed_dirs !== undefined){
let data17 = data12.allowed_dirs;
if(Array.isArray(data17)){
const len1 = data17.length;
for(let i1=0; i1<len1; i1++){
if(typeof data17[i1] !== "string"){
const err51 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_dirs/" + i1,schemaPath:"#/properties/backends/additionalProperties/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_dirs",schemaPath:"#/properties/backends/additionalProperties/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data12.approval_mode !== undefined){
let data19 = data12.approval_mode;
if(typeof data19 !== "string"){
const err53 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/approval_mode",schemaPath:"#/properties/backends/additionalProperties/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(!((((data19 === "default") || (data19 === "auto")) || (data19 === "none")) || (data19 === "always"))){
const err54 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/approval_mode",schemaPath:"#/properties/backends/additionalProperties/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.backends.additionalProperties.properties.approval_mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data12.sandbox_mode !== undefined){
let data20 = data12.sandbox_mode;
if(typeof data20 !== "string"){
const err55 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/sandbox_mode",schemaPath:"#/properties/backends/additionalProperties/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(!((((data20 === "default") || (data20 === "read-only")) || (data20 === "workspace")) || (data20 === "full"))){
const err56 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/sandbox_mode",schemaPath:"#/properties/backends/additionalProperties/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.backends.additionalProperties.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data12.extra_flags !== undefined){
let data21 = data12.extra_flags;
if(Array.isArray(data21)){
const len2 = data21.length;
for(let i2=0; i2<len2; i2++){
if(typeof data21[i2] !== "string"){
const err57 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra_flags/" + i2,schemaPath:"#/properties/backends/additionalProperties/properties/extra_flags/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra_flags",schemaPath:"#/properties/backends/additionalProperties/properties/extra_flags/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data12.fallback !== undefined){
let data23 = data12.fallback;
if(Array.isArray(data23)){
const len3 = data23.length;
for(let i3=0; i3<len3; i3++){
if(typeof data23[i3] !== "string"){
const err59 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/fallback/" + i3,schemaPath:"#/properties/backends/additionalProperties/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
let i4 = data23.length;
let j0;
if(i4 > 1){
const indices0 = {};
for(;i4--;){
let item0 = data23[i4];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err60 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/fallback",schemaPath:"#/properties/backends/additionalProperties/properties/fallback/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i4+" are identical)"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
break;
}
indices0[item0] = i4;
}
}
}
else {
const err61 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/fallback",schemaPath:"#/properties/backends/additionalProperties/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data12.settings !== undefined){
let data25 = data12.settings;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
}
else {
const err62 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/settings",schemaPath:"#/properties/backends/additionalProperties/properties/settings/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data12.enabled !== undefined){
if(typeof data12.enabled !== "boolean"){
const err63 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/enabled",schemaPath:"#/properties/backends/additionalProperties/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
else {
const err64 = {instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/backends/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data.output !== undefined){
let data27 = data.output;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.format === undefined){
const err66 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/required",keyword:"required",params:{missingProperty: "format"},message:"must have required property '"+"format"+"'"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data27.show_tokens === undefined){
const err67 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/required",keyword:"required",params:{missingProperty: "show_tokens"},message:"must have required property '"+"show_tokens"+"'"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data27.show_timing === undefined){
const err68 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/required",keyword:"required",params:{missingProperty: "show_timing"},message:"must have required property '"+"show_timing"+"'"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data27.color === undefined){
const err69 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/required",keyword:"required",params:{missingProperty: "color"},message:"must have required property '"+"color"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key5 in data27){
if(!((((key5 === "format") || (key5 === "show_tokens")) || (key5 === "show_timing")) || (key5 === "color"))){
const err70 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data27.format !== undefined){
let data28 = data27.format;
if(typeof data28 !== "string"){
const err71 = {instancePath:instancePath+"/output/format",schemaPath:"#/properties/output/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(!((((data28 === "default") || (data28 === "text")) || (data28 === "json")) || (data28 === "stream-json"))){
const err72 = {instancePath:instancePath+"/output/format",schemaPath:"#/properties/output/properties/format/enum",keyword:"enum",params:{allowedValues: schema31.properties.output.properties.format.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data27.show_tokens !== undefined){
if(typeof data27.show_tokens !== "boolean"){
const err73 = {instancePath:instancePath+"/output/show_tokens",schemaPath:"#/properties/output/properties/show_tokens/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data27.show_timing !== undefined){
if(typeof data27.show_timing !== "boolean"){
const err74 = {instancePath:instancePath+"/output/show_timing",schemaPath:"#/properties/output/properties/show_timing/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data27.color !== undefined){
if(typeof data27.color !== "boolean"){
const err75 = {instancePath:instancePath+"/output/color",schemaPath:"#/properties/output/properties/color/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data.run !== undefined){
let data32 = data.run;
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.plugin_timeout_ms === undefined){
const err77 = {instancePath:instancePath+"/run",schemaPath:"#/properties/run/required",keyword:"required",params:{missingProperty: "plugin_timeout_ms"},message:"must have required property '"+"plugin_timeout_ms"+"'"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data32.fallback === undefined){
const err78 = {instancePath:instancePath+"/run",schemaPath:"#/properties/run/required",keyword:"required",params:{missingProperty: "fallback"},message:"must have required property '"+"fallback"+"'"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
for(const key6 in data32){
if(!((key6 === "fallback") || (key6 === "plugin_timeout_ms"))){
const err79 = {instancePath:instancePath+"/run",schemaPath:"#/properties/run/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data32.fallback !== undefined){
let data33 = data32.fallback;
if(Array.isArray(data33)){
const len4 = data33.length;
for(let i5=0; i5<len4; i5++){
if(typeof data33[i5] !== "string"){
const err80 = {instancePath:instancePath+"/run/fallback/" + i5,schemaPath:"#/properties/run/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
let i6 = data33.length;
let j1;
if(i6 > 1){
const indices1 = {};
for(;i6--;){
let item1 = data33[i6];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err81 = {instancePath:instancePath+"/run/fallback",schemaPath:"#/properties/run/properties/fallback/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
break;
}
indices1[item1] = i6;
}
}
}
else {
const err82 = {instancePath:instancePath+"/run/fallback",schemaPath:"#/properties/run/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data32.plugin_timeout_ms !== undefined){
let data35 = data32.plugin_timeout_ms;
if(!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))){
const err83 = {instancePath:instancePath+"/run/plugin_timeout_ms",schemaPath:"#/properties/run/properties/plugin_timeout_ms/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 2073600000 || isNaN(data35)){
const err84 = {instancePath:instancePath+"/run/plugin_timeout_ms",schemaPath:"#/properties/run/properties/plugin_timeout_ms/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600000},message:"must be <= 2073600000"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data35 < 1 || isNaN(data35)){
const err85 = {instancePath:instancePath+"/run/plugin_timeout_ms",schemaPath:"#/properties/run/properties/plugin_timeout_ms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
}
else {
const err86 = {instancePath:instancePath+"/run",schemaPath:"#/properties/run/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data.session !== undefined){
let data36 = data.session;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.auto_resume === undefined){
const err87 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/required",keyword:"required",params:{missingProperty: "auto_resume"},message:"must have required property '"+"auto_resume"+"'"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(data36.retention_days === undefined){
const err88 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/required",keyword:"required",params:{missingProperty: "retention_days"},message:"must have required property '"+"retention_days"+"'"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data36.store_token_usage === undefined){
const err89 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/required",keyword:"required",params:{missingProperty: "store_token_usage"},message:"must have required property '"+"store_token_usage"+"'"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data36.store_history === undefined){
const err90 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/required",keyword:"required",params:{missingProperty: "store_history"},message:"must have required property '"+"store_history"+"'"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(data36.default_tags === undefined){
const err91 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/required",keyword:"required",params:{missingProperty: "default_tags"},message:"must have required property '"+"default_tags"+"'"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
for(const key7 in data36){
if(!(((((key7 === "auto_resume") || (key7 === "retention_days")) || (key7 === "store_token_usage")) || (key7 === "store_history")) || (key7 === "default_tags"))){
const err92 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data36.auto_resume !== undefined){
if(typeof data36.auto_resume !== "boolean"){
const err93 = {instancePath:instancePath+"/session/auto_resume",schemaPath:"#/properties/session/properties/auto_resume/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data36.retention_days !== undefined){
let data38 = data36.retention_days;
if(!(((typeof data38 == "number") && (!(data38 % 1) && !isNaN(data38))) && (isFinite(data38)))){
const err94 = {instancePath:instancePath+"/session/retention_days",schemaPath:"#/properties/session/properties/retention_days/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 < 0 || isNaN(data38)){
const err95 = {instancePath:instancePath+"/session/retention_days",schemaPath:"#/properties/session/properties/retention_days/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
if(data36.store_token_usage !== undefined){
if(typeof data36.store_token_usage !== "boolean"){
const err96 = {instancePath:instancePath+"/session/store_token_usage",schemaPath:"#/properties/session/properties/store_token_usage/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data36.store_history !== undefined){
if(typeof data36.store_history !== "boolean"){
const err97 = {instancePath:instancePath+"/session/store_history",schemaPath:"#/properties/session/properties/store_history/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data36.default_tags !== undefined){
let data41 = data36.default_tags;
if(Array.isArray(data41)){
const len5 = data41.length;
for(let i7=0; i7<len5; i7++){
if(typeof data41[i7] !== "string"){
const err98 = {instancePath:instancePath+"/session/default_tags/" + i7,schemaPath:"#/properties/session/properties/default_tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/session/default_tags",schemaPath:"#/properties/session/properties/default_tags/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
else {
const err100 = {instancePath:instancePath+"/session",schemaPath:"#/properties/session/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data.breaker !== undefined){
let data43 = data.breaker;
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
if(data43.enabled === undefined){
const err101 = {instancePath:instancePath+"/breaker",schemaPath:"#/properties/breaker/required",keyword:"required",params:{missingProperty: "enabled"},message:"must have required property '"+"enabled"+"'"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data43.failures === undefined){
const err102 = {instancePath:instancePath+"/breaker",schemaPath:"#/properties/breaker/required",keyword:"required",params:{missingProperty: "failures"},message:"must have required property '"+"failures"+"'"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data43.open_secs === undefined){
const err103 = {instancePath:instancePath+"/breaker",schemaPath:"#/properties/breaker/required",keyword:"required",params:{missingProperty: "open_secs"},message:"must have required property '"+"open_secs"+"'"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(data43.successes === undefined){
const err104 = {instancePath:instancePath+"/breaker",schemaPath:"#/properties/breaker/required",keyword:"required",params:{missingProperty: "successes"},message:"must have required property '"+"successes"+"'"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
for(const key8 in data43){
if(!((((key8 === "enabled") || (key8 === "failures")) || (key8 === "open_secs")) || (key8 === "successes"))){
const err105 = {instancePath:instancePath+"/breaker",schemaPath:"#/properties/breaker/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data43.enabled !== undefined){
if(typeof data43.enabled !== "boolean"){
const err106 = {instancePath:instancePath+"/breaker/enabled",schemaPath:"#/properties/breaker/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data43.failures !== undefined){
let data45 = data43.failures;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
const err107 = {instancePath:instancePath+"/breaker/failures",schemaPath:"#/properties/breaker/properties/failures/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 < 1 || isNaN(data45)){
const err108 = {instancePath:instancePath+"/breaker/failures",schemaPath:"#/properties/breaker/properties/failures/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
if(data43.open_secs !== undefined){
let data46 = data43.open_secs;
if(!(((typeof data46 == "number") && (!(data46 % 1) && !isNaN(data46))) && (isFinite(data46)))){
const err109 = {instancePath:instancePath+"/breaker/open_secs",schemaPath:"#/properties/breaker/properties/open_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
if((typeof data46 == "number") && (isFinite(data46))){
if(data46 > 86400 || isNaN(data46)){
const err110 = {instancePath:instancePath+"/breaker/open_secs",schemaPath:"#/properties/breaker/properties/open_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data46 < 1 || isNaN(data46)){
const err111 = {instancePath:instancePath+"/breaker/open_secs",schemaPath:"#/properties/breaker/properties/open_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
if(data43.successes !== undefined){
let data47 = data43.successes;
if(!(((typeof data47 == "number") && (!(data47 % 1) && !isNaN(data47))) && (isFinite(data47)))){
const err112 = {instancePath:instancePath+"/breaker/successes",schemaPath:"#/properties/breaker/properties/successes/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if((typeof data47 == "number") && (isFinite(data47))){
if(data47 < 1 || isNaN(data47)){
const err113 = {instancePath:instancePath+"/breaker/successes",schemaPath:"#/properties/breaker/properties/successes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
}
else {
const err114 = {instancePath:instancePath+"/breaker",schemaPath:"#/properties/breaker/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data.parallel !== undefined){
let data48 = data.parallel;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
if(data48.max_workers === undefined){
const err115 = {instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/required",keyword:"required",params:{missingProperty: "max_workers"},message:"must have required property '"+"max_workers"+"'"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if(data48.fail_fast === undefined){
const err116 = {instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/required",keyword:"required",params:{missingProperty: "fail_fast"},message:"must have required property '"+"fail_fast"+"'"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(data48.aggregate_output === undefined){
const err117 = {instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/required",keyword:"required",params:{missingProperty: "aggregate_output"},message:"must have required property '"+"aggregate_output"+"'"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
for(const key9 in data48){
if(!(((key9 === "max_workers") || (key9 === "fail_fast")) || (key9 === "aggregate_output"))){
const err118 = {instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data48.max_workers !== undefined){
let data49 = data48.max_workers;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
const err119 = {instancePath:instancePath+"/parallel/max_workers",schemaPath:"#/properties/parallel/properties/max_workers/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 < 1 || isNaN(data49)){
const err120 = {instancePath:instancePath+"/parallel/max_workers",schemaPath:"#/properties/parallel/properties/max_workers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
if(data48.fail_fast !== undefined){
if(typeof data48.fail_fast !== "boolean"){
const err121 = {instancePath:instancePath+"/parallel/fail_fast",schemaPath:"#/properties/parallel/properties/fail_fast/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data48.aggregate_output !== undefined){
if(typeof data48.aggregate_output !== "boolean"){
const err122 = {instancePath:instancePath+"/parallel/aggregate_output",schemaPath:"#/properties/parallel/properties/aggregate_output/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
else {
const err123 = {instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data.plugins !== undefined){
let data52 = data.plugins;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
if(data52.allow === undefined){
const err124 = {instancePath:instancePath+"/plugins",schemaPath:"#/properties/plugins/required",keyword:"required",params:{missingProperty: "allow"},message:"must have required property '"+"allow"+"'"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
for(const key10 in data52){
if(!(key10 === "allow")){
const err125 = {instancePath:instancePath+"/plugins",schemaPath:"#/properties/plugins/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data52.allow !== undefined){
let data53 = data52.allow;
if(Array.isArray(data53)){
const len6 = data53.length;
for(let i8=0; i8<len6; i8++){
if(typeof data53[i8] !== "string"){
const err126 = {instancePath:instancePath+"/plugins/allow/" + i8,schemaPath:"#/properties/plugins/properties/allow/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
else {
const err127 = {instancePath:instancePath+"/plugins/allow",schemaPath:"#/properties/plugins/properties/allow/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
}
else {
const err128 = {instancePath:instancePath+"/plugins",schemaPath:"#/properties/plugins/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data.server !== undefined){
let data55 = data.server;
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
if(data55.host === undefined){
const err129 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "host"},message:"must have required property '"+"host"+"'"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(data55.port === undefined){
const err130 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "port"},message:"must have required property '"+"port"+"'"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if(data55.request_timeout_secs === undefined){
const err131 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "request_timeout_secs"},message:"must have required property '"+"request_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(data55.read_timeout_secs === undefined){
const err132 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "read_timeout_secs"},message:"must have required property '"+"read_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if(data55.write_timeout_secs === undefined){
const err133 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "write_timeout_secs"},message:"must have required property '"+"write_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(data55.idle_timeout_secs === undefined){
const err134 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "idle_timeout_secs"},message:"must have required property '"+"idle_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(data55.shutdown_timeout_secs === undefined){
const err135 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "shutdown_timeout_secs"},message:"must have required property '"+"shutdown_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(data55.api_keys_gopass_path === undefined){
const err136 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "api_keys_gopass_path"},message:"must have required property '"+"api_keys_gopass_path"+"'"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data55.keys === undefined){
const err137 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "keys"},message:"must have required property '"+"keys"+"'"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
if(data55.rate_limit_enabled === undefined){
const err138 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "rate_limit_enabled"},message:"must have required property '"+"rate_limit_enabled"+"'"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(data55.rate_limit_rps === undefined){
const err139 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "rate_limit_rps"},message:"must have required property '"+"rate_limit_rps"+"'"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(data55.rate_limit_burst === undefined){
const err140 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "rate_limit_burst"},message:"must have required property '"+"rate_limit_burst"+"'"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data55.rate_limit_cleanup_secs === undefined){
const err141 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "rate_limit_cleanup_secs"},message:"must have required property '"+"rate_limit_cleanup_secs"+"'"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if(data55.rate_limit_redis_url === undefined){
const err142 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "rate_limit_redis_url"},message:"must have required property '"+"rate_limit_redis_url"+"'"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if(data55.trusted_proxies === undefined){
const err143 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "trusted_proxies"},message:"must have required property '"+"trusted_proxies"+"'"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(data55.allowed_hosts === undefined){
const err144 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "allowed_hosts"},message:"must have required property '"+"allowed_hosts"+"'"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if(data55.max_request_body_bytes === undefined){
const err145 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "max_request_body_bytes"},message:"must have required property '"+"max_request_body_bytes"+"'"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(data55.image_urls === undefined){
const err146 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "image_urls"},message:"must have required property '"+"image_urls"+"'"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if(data55.cors_allowed_origins === undefined){
const err147 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "cors_allowed_origins"},message:"must have required property '"+"cors_allowed_origins"+"'"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(data55.cors_allow_credentials === undefined){
const err148 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "cors_allow_credentials"},message:"must have required property '"+"cors_allow_credentials"+"'"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if(data55.cors_max_age === undefined){
const err149 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "cors_max_age"},message:"must have required property '"+"cors_max_age"+"'"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if(data55.allowed_workdir_prefixes === undefined){
const err150 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "allowed_workdir_prefixes"},message:"must have required property '"+"allowed_workdir_prefixes"+"'"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(data55.blocked_workdir_prefixes === undefined){
const err151 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "blocked_workdir_prefixes"},message:"must have required property '"+"blocked_workdir_prefixes"+"'"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(data55.default_workdir === undefined){
const err152 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "default_workdir"},message:"must have required property '"+"default_workdir"+"'"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
if(data55.max_permission === undefined){
const err153 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "max_permission"},message:"must have required property '"+"max_permission"+"'"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(data55.metrics_enabled === undefined){
const err154 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "metrics_enabled"},message:"must have required property '"+"metrics_enabled"+"'"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(data55.metrics_auth === undefined){
const err155 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "metrics_auth"},message:"must have required property '"+"metrics_auth"+"'"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if(data55.log_commands === undefined){
const err156 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "log_commands"},message:"must have required property '"+"log_commands"+"'"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
if(data55.max_runs === undefined){
const err157 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "max_runs"},message:"must have required property '"+"max_runs"+"'"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if(data55.max_queue === undefined){
const err158 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "max_queue"},message:"must have required property '"+"max_queue"+"'"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(data55.queue_timeout_secs === undefined){
const err159 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "queue_timeout_secs"},message:"must have required property '"+"queue_timeout_secs"+"'"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
if(data55.env === undefined){
const err160 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: "env"},message:"must have required property '"+"env"+"'"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
for(const key11 in data55){
if(!(func1.call(schema31.properties.server.properties, key11))){
const err161 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data55.host !== undefined){
if(typeof data55.host !== "string"){
const err162 = {instancePath:instancePath+"/server/host",schemaPath:"#/properties/server/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data55.port !== undefined){
let data57 = data55.port;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
const err163 = {instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 > 65535 || isNaN(data57)){
const err164 = {instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if(data57 < 0 || isNaN(data57)){
const err165 = {instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
}
if(data55.request_timeout_secs !== undefined){
let data58 = data55.request_timeout_secs;
if(!(((typeof data58 == "number") && (!(data58 % 1) && !isNaN(data58))) && (isFinite(data58)))){
const err166 = {instancePath:instancePath+"/server/request_timeout_secs",schemaPath:"#/properties/server/properties/request_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if((typeof data58 == "number") && (isFinite(data58))){
if(data58 > 2073600 || isNaN(data58)){
const err167 = {instancePath:instancePath+"/server/request_timeout_secs",schemaPath:"#/properties/server/properties/request_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
if(data58 < 0 || isNaN(data58)){
const err168 = {instancePath:instancePath+"/server/request_timeout_secs",schemaPath:"#/properties/server/properties/request_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
}
if(data55.read_timeout_secs !== undefined){
let data59 = data55.read_timeout_secs;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
const err169 = {instancePath:instancePath+"/server/read_timeout_secs",schemaPath:"#/properties/server/properties/read_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 > 2073600 || isNaN(data59)){
const err170 = {instancePath:instancePath+"/server/read_timeout_secs",schemaPath:"#/properties/server/properties/read_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
if(data59 < 0 || isNaN(data59)){
const err171 = {instancePath:instancePath+"/server/read_timeout_secs",schemaPath:"#/properties/server/properties/read_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
}
if(data55.write_timeout_secs !== undefined){
let data60 = data55.write_timeout_secs;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
const err172 = {instancePath:instancePath+"/server/write_timeout_secs",schemaPath:"#/properties/server/properties/write_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 > 2073600 || isNaN(data60)){
const err173 = {instancePath:instancePath+"/server/write_timeout_secs",schemaPath:"#/properties/server/properties/write_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
if(data60 < 0 || isNaN(data60)){
const err174 = {instancePath:instancePath+"/server/write_timeout_secs",schemaPath:"#/properties/server/properties/write_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
}
if(data55.idle_timeout_secs !== undefined){
let data61 = data55.idle_timeout_secs;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
const err175 = {instancePath:instancePath+"/server/idle_timeout_secs",schemaPath:"#/properties/server/properties/idle_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 > 2073600 || isNaN(data61)){
const err176 = {instancePath:instancePath+"/server/idle_timeout_secs",schemaPath:"#/properties/server/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
if(data61 < 0 || isNaN(data61)){
const err177 = {instancePath:instancePath+"/server/idle_timeout_secs",schemaPath:"#/properties/server/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
}
if(data55.shutdown_timeout_secs !== undefined){
let data62 = data55.shutdown_timeout_secs;
if(!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))){
const err178 = {instancePath:instancePath+"/server/shutdown_timeout_secs",schemaPath:"#/properties/server/properties/shutdown_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 > 2073600 || isNaN(data62)){
const err179 = {instancePath:instancePath+"/server/shutdown_timeout_secs",schemaPath:"#/properties/server/properties/shutdown_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
if(data62 < 0 || isNaN(data62)){
const err180 = {instancePath:instancePath+"/server/shutdown_timeout_secs",schemaPath:"#/properties/server/properties/shutdown_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
}
if(data55.api_keys_gopass_path !== undefined){
if(typeof data55.api_keys_gopass_path !== "string"){
const err181 = {instancePath:instancePath+"/server/api_keys_gopass_path",schemaPath:"#/properties/server/properties/api_keys_gopass_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
if(data55.keys !== undefined){
let data64 = data55.keys;
if(data64 && typeof data64 == "object" && !Array.isArray(data64)){
for(const key12 in data64){
const _errs144 = errors;
if(typeof key12 === "string"){
if(!pattern4.test(key12)){
const err182 = {instancePath:instancePath+"/server/keys",schemaPath:"#/properties/server/properties/keys/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z][a-z0-9-]*$"+"\"",propertyName:key12};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
var valid28 = _errs144 === errors;
if(!valid28){
const err183 = {instancePath:instancePath+"/server/keys",schemaPath:"#/properties/server/properties/keys/propertyNames",keyword:"propertyNames",params:{propertyName: key12},message:"property name must be valid"};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
for(const key13 in data64){
let data65 = data64[key13];
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
for(const key14 in data65){
if(!(((((((key14 === "sha256") || (key14 === "env")) || (key14 === "scopes")) || (key14 === "backends")) || (key14 === "max_permission")) || (key14 === "rps")) || (key14 === "burst"))){
const err184 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/server/properties/keys/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
}
if(data65.sha256 !== undefined){
let data66 = data65.sha256;
if(typeof data66 === "string"){
if(!pattern7.test(data66)){
const err185 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/sha256",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\""};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
}
else {
const err186 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/sha256",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
if(data65.env !== undefined){
let data67 = data65.env;
if(typeof data67 === "string"){
if(!pattern8.test(data67)){
const err187 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/env/pattern",keyword:"pattern",params:{pattern: "^CLINVK_KEY_[A-Z0-9_]+$"},message:"must match pattern \""+"^CLINVK_KEY_[A-Z0-9_]+$"+"\""};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
else {
const err188 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/env",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
}
if(data65.scopes !== undefined){
let data68 = data65.scopes;
if(Array.isArray(data68)){
const len7 = data68.length;
for(let i9=0; i9<len7; i9++){
let data69 = data68[i9];
if(typeof data69 !== "string"){
const err189 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/scopes/" + i9,schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/scopes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
if(!(((data69 === "run") || (data69 === "sessions")) || (data69 === "admin"))){
const err190 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/scopes/" + i9,schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/scopes/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.keys.additionalProperties.properties.scopes.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
}
}
else {
const err191 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/scopes",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/scopes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
}
if(data65.backends !== undefined){
let data70 = data65.backends;
if(Array.isArray(data70)){
if(data70.length < 1){
const err192 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/backends",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/backends/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
const len8 = data70.length;
for(let i10=0; i10<len8; i10++){
if(typeof data70[i10] !== "string"){
const err193 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/backends/" + i10,schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/backends/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
}
}
else {
const err194 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/backends",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/backends/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
if(data65.max_permission !== undefined){
let data72 = data65.max_permission;
if(typeof data72 !== "string"){
const err195 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/max_permission",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/max_permission/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
if(!(((data72 === "read-only") || (data72 === "workspace")) || (data72 === "full"))){
const err196 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/max_permission",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/max_permission/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.keys.additionalProperties.properties.max_permission.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
}
if(data65.rps !== undefined){
let data73 = data65.rps;
if(!(((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73))) && (isFinite(data73)))){
const err197 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/rps",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/rps/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
if((typeof data73 == "number") && (isFinite(data73))){
if(data73 < 1 || isNaN(data73)){
const err198 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/rps",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/rps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
}
}
if(data65.burst !== undefined){
let data74 = data65.burst;
if(!(((typeof data74 == "number") && (!(data74 % 1) && !isNaN(data74))) && (isFinite(data74)))){
const err199 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/burst",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/burst/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
if((typeof data74 == "number") && (isFinite(data74))){
if(data74 < 0 || isNaN(data74)){
const err200 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1")+"/burst",schemaPath:"#/properties/server/properties/keys/additionalProperties/properties/burst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
}
}
}
else {
const err201 = {instancePath:instancePath+"/server/keys/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/server/properties/keys/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
}
}
else {
const err202 = {instancePath:instancePath+"/server/keys",schemaPath:"#/properties/server/properties/keys/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
}
if(data55.rate_limit_enabled !== undefined){
if(typeof data55.rate_limit_enabled !== "boolean"){
const err203 = {instancePath:instancePath+"/server/rate_limit_enabled",schemaPath:"#/properties/server/properties/rate_limit_enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
}
if(data55.rate_limit_rps !== undefined){
let data76 = data55.rate_limit_rps;
if(!(((typeof data76 == "number") && (!(data76 % 1) && !isNaN(data76))) && (isFinite(data76)))){
const err204 = {instancePath:instancePath+"/server/rate_limit_rps",schemaPath:"#/properties/server/properties/rate_limit_rps/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
if((typeof data76 == "number") && (isFinite(data76))){
if(data76 < 1 || isNaN(data76)){
const err205 = {instancePath:instancePath+"/server/rate_limit_rps",schemaPath:"#/properties/server/properties/rate_limit_rps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
}
}
if(data55.rate_limit_burst !== undefined){
let data77 = data55.rate_limit_burst;
if(!(((typeof data77 == "number") && (!(data77 % 1) && !isNaN(data77))) && (isFinite(data77)))){
const err206 = {instancePath:instancePath+"/server/rate_limit_burst",schemaPath:"#/properties/server/properties/rate_limit_burst/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
if((typeof data77 == "number") && (isFinite(data77))){
if(data77 < 0 || isNaN(data77)){
const err207 = {instancePath:instancePath+"/server/rate_limit_burst",schemaPath:"#/properties/server/properties/rate_limit_burst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err207];
}
else {
vErrors.push(err207);
}
errors++;
}
}
}
if(data55.rate_limit_cleanup_secs !== undefined){
let data78 = data55.rate_limit_cleanup_secs;
if(!(((typeof data78 == "number") && (!(data78 % 1) && !isNaN(data78))) && (isFinite(data78)))){
const err208 = {instancePath:instancePath+"/server/rate_limit_cleanup_secs",schemaPath:"#/properties/server/properties/rate_limit_cleanup_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err208];
}
else {
vErrors.push(err208);
}
errors++;
}
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 > 2073600 || isNaN(data78)){
const err209 = {instancePath:instancePath+"/server/rate_limit_cleanup_secs",schemaPath:"#/properties/server/properties/rate_limit_cleanup_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err209];
}
else {
vErrors.push(err209);
}
errors++;
}
if(data78 < 1 || isNaN(data78)){
const err210 = {instancePath:instancePath+"/server/rate_limit_cleanup_secs",schemaPath:"#/properties/server/properties/rate_limit_cleanup_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err210];
}
else {
vErrors.push(err210);
}
errors++;
}
}
}
if(data55.rate_limit_redis_url !== undefined){
if(typeof data55.rate_limit_redis_url !== "string"){
const err211 = {instancePath:instancePath+"/server/rate_limit_redis_url",schemaPath:"#/properties/server/properties/rate_limit_redis_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err211];
}
else {
vErrors.push(err211);
}
errors++;
}
}
if(data55.trusted_proxies !== undefined){
let data80 = data55.trusted_proxies;
if(Array.isArray(data80)){
const len9 = data80.length;
for(let i11=0; i11<len9; i11++){
if(typeof data80[i11] !== "string"){
const err212 = {instancePath:instancePath+"/server/trusted_proxies/" + i11,schemaPath:"#/properties/server/properties/trusted_proxies/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err212];
}
else {
vErrors.push(err212);
}
errors++;
}
}
}
else {
const err213 = {instancePath:instancePath+"/server/trusted_proxies",schemaPath:"#/properties/server/properties/trusted_proxies/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err213];
}
else {
vErrors.push(err213);
}
errors++;
}
}
if(data55.allowed_hosts !== undefined){
let data82 = data55.allowed_hosts;
if(Array.isArray(data82)){
const len10 = data82.length;
for(let i12=0; i12<len10; i12++){
if(typeof data82[i12] !== "string"){
const err214 = {instancePath:instancePath+"/server/allowed_hosts/" + i12,schemaPath:"#/properties/server/properties/allowed_hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err214];
}
else {
vErrors.push(err214);
}
errors++;
}
}
}
else {
const err215 = {instancePath:instancePath+"/server/allowed_hosts",schemaPath:"#/properties/server/properties/allowed_hosts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err215];
}
else {
vErrors.push(err215);
}
errors++;
}
}
if(data55.max_request_body_bytes !== undefined){
let data84 = data55.max_request_body_bytes;
if(!(((typeof data84 == "number") && (!(data84 % 1) && !isNaN(data84))) && (isFinite(data84)))){
const err216 = {instancePath:instancePath+"/server/max_request_body_bytes",schemaPath:"#/properties/server/properties/max_request_body_bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err216];
}
else {
vErrors.push(err216);
}
errors++;
}
if((typeof data84 == "number") && (isFinite(data84))){
if(data84 < 0 || isNaN(data84)){
const err217 = {instancePath:instancePath+"/server/max_request_body_bytes",schemaPath:"#/properties/server/properties/max_request_body_bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err217];
}
else {
vErrors.push(err217);
}
errors++;
}
}
}
if(data55.image_urls !== undefined){
let data85 = data55.image_urls;
if(Array.isArray(data85)){
const len11 = data85.length;
for(let i13=0; i13<len11; i13++){
let data86 = data85[i13];
if(typeof data86 === "string"){
if(!pattern9.test(data86)){
const err218 = {instancePath:instancePath+"/server/image_urls/" + i13,schemaPath:"#/properties/server/properties/image_urls/items/pattern",keyword:"pattern",params:{pattern: "^(?:(?:\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)(?::[0-9]+)?|https?://(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\])(?::[0-9]+)?)$"},message:"must match pattern \""+"^(?:(?:\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)(?::[0-9]+)?|https?://(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\])(?::[0-9]+)?)$"+"\""};
if(vErrors === null){
vErrors = [err218];
}
else {
vErrors.push(err218);
}
errors++;
}
}
else {
const err219 = {instancePath:instancePath+"/server/image_urls/" + i13,schemaPath:"#/properties/server/properties/image_urls/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err219];
}
else {
vErrors.push(err219);
}
errors++;
}
}
}
else {
const err220 = {instancePath:instancePath+"/server/image_urls",schemaPath:"#/properties/server/properties/image_urls/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err220];
}
else {
vErrors.push(err220);
}
errors++;
}
}
if(data55.cors_allowed_origins !== undefined){
let data87 = data55.cors_allowed_origins;
if(Array.isArray(data87)){
const len12 = data87.length;
for(let i14=0; i14<len12; i14++){
if(typeof data87[i14] !== "string"){
const err221 = {instancePath:instancePath+"/server/cors_allowed_origins/" + i14,schemaPath:"#/properties/server/properties/cors_allowed_origins/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err221];
}
else {
vErrors.push(err221);
}
errors++;
}
}
}
else {
const err222 = {instancePath:instancePath+"/server/cors_allowed_origins",schemaPath:"#/properties/server/properties/cors_allowed_origins/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err222];
}
else {
vErrors.push(err222);
}
errors++;
}
}
if(data55.cors_allow_credentials !== undefined){
if(typeof data55.cors_allow_credentials !== "boolean"){
const err223 = {instancePath:instancePath+"/server/cors_allow_credentials",schemaPath:"#/properties/server/properties/cors_allow_credentials/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err223];
}
else {
vErrors.push(err223);
}
errors++;
}
}
if(data55.cors_max_age !== undefined){
let data90 = data55.cors_max_age;
if(!(((typeof data90 == "number") && (!(data90 % 1) && !isNaN(data90))) && (isFinite(data90)))){
const err224 = {instancePath:instancePath+"/server/cors_max_age",schemaPath:"#/properties/server/properties/cors_max_age/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err224];
}
else {
vErrors.push(err224);
}
errors++;
}
if((typeof data90 == "number") && (isFinite(data90))){
if(data90 < 0 || isNaN(data90)){
const err225 = {instancePath:instancePath+"/server/cors_max_age",schemaPath:"#/properties/server/properties/cors_max_age/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err225];
}
else {
vErrors.push(err225);
}
errors++;
}
}
}
if(data55.allowed_workdir_prefixes !== undefined){
let data91 = data55.allowed_workdir_prefixes;
if(Array.isArray(data91)){
const len13 = data91.length;
for(let i15=0; i15<len13; i15++){
let data92 = data91[i15];
if(typeof data92 === "string"){
if(!pattern10.test(data92)){
const err226 = {instancePath:instancePath+"/server/allowed_workdir_prefixes/" + i15,schemaPath:"#/properties/server/properties/allowed_workdir_prefixes/items/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\""};
if(vErrors === null){
vErrors = [err226];
}
else {
vErrors.push(err226);
}
errors++;
}
}
else {
const err227 = {instancePath:instancePath+"/server/allowed_workdir_prefixes/" + i15,schemaPath:"#/properties/server/properties/allowed_workdir_prefixes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err227];
}
else {
vErrors.push(err227);
}
errors++;
}
}
}
else {
const err228 = {instancePath:instancePath+"/server/allowed_workdir_prefixes",schemaPath:"#/properties/server/properties/allowed_workdir_prefixes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err228];
}
else {
vErrors.push(err228);
}
errors++;
}
}
if(data55.blocked_workdir_prefixes !== undefined){
let data93 = data55.blocked_workdir_prefixes;
if(Array.isArray(data93)){
const len14 = data93.length;
for(let i16=0; i16<len14; i16++){
let data94 = data93[i16];
if(typeof data94 === "string"){
if(!pattern10.test(data94)){
const err229 = {instancePath:instancePath+"/server/blocked_workdir_prefixes/" + i16,schemaPath:"#/properties/server/properties/blocked_workdir_prefixes/items/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\""};
if(vErrors === null){
vErrors = [err229];
}
else {
vErrors.push(err229);
}
errors++;
}
}
else {
const err230 = {instancePath:instancePath+"/server/blocked_workdir_prefixes/" + i16,schemaPath:"#/properties/server/properties/blocked_workdir_prefixes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err230];
}
else {
vErrors.push(err230);
}
errors++;
}
}
}
else {
const err231 = {instancePath:instancePath+"/server/blocked_workdir_prefixes",schemaPath:"#/properties/server/properties/blocked_workdir_prefixes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err231];
}
else {
vErrors.push(err231);
}
errors++;
}
}
if(data55.default_workdir !== undefined){
let data95 = data55.default_workdir;
if(typeof data95 === "string"){
if(!pattern12.test(data95)){
const err232 = {instancePath:instancePath+"/server/default_workdir",schemaPath:"#/properties/server/properties/default_workdir/pattern",keyword:"pattern",params:{pattern: "^(?:/|$)"},message:"must match pattern \""+"^(?:/|$)"+"\""};
if(vErrors === null){
vErrors = [err232];
}
else {
vErrors.push(err232);
}
errors++;
}
}
else {
const err233 = {instancePath:instancePath+"/server/default_workdir",schemaPath:"#/properties/server/properties/default_workdir/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err233];
}
else {
vErrors.push(err233);
}
errors++;
}
}
if(data55.max_permission !== undefined){
let data96 = data55.max_permission;
if(typeof data96 !== "string"){
const err234 = {instancePath:instancePath+"/server/max_permission",schemaPath:"#/properties/server/properties/max_permission/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err234];
}
else {
vErrors.push(err234);
}
errors++;
}
if(!(((data96 === "read-only") || (data96 === "workspace")) || (data96 === "full"))){
const err235 = {instancePath:instancePath+"/server/max_permission",schemaPath:"#/properties/server/properties/max_permission/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.max_permission.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err235];
}
else {
vErrors.push(err235);
}
errors++;
}
}
if(data55.metrics_enabled !== undefined){
if(typeof data55.metrics_enabled !== "boolean"){
const err236 = {instancePath:instancePath+"/server/metrics_enabled",schemaPath:"#/properties/server/properties/metrics_enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err236];
}
else {
vErrors.push(err236);
}
errors++;
}
}
if(data55.metrics_auth !== undefined){
if(typeof data55.metrics_auth !== "boolean"){
const err237 = {instancePath:instancePath+"/server/metrics_auth",schemaPath:"#/properties/server/properties/metrics_auth/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err237];
}
else {
vErrors.push(err237);
}
errors++;
}
}
if(data55.log_commands !== undefined){
if(typeof data55.log_commands !== "boolean"){
const err238 = {instancePath:instancePath+"/server/log_commands",schemaPath:"#/properties/server/properties/log_commands/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err238];
}
else {
vErrors.push(err238);
}
errors++;
}
}
if(data55.max_runs !== undefined){
let data100 = data55.max_runs;
if(!(((typeof data100 == "number") && (!(data100 % 1) && !isNaN(data100))) && (isFinite(data100)))){
const err239 = {instancePath:instancePath+"/server/max_runs",schemaPath:"#/properties/server/properties/max_runs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err239];
}
else {
vErrors.push(err239);
}
errors++;
}
if((typeof data100 == "number") && (isFinite(data100))){
if(data100 < 0 || isNaN(data100)){
const err240 = {instancePath:instancePath+"/server/max_runs",schemaPath:"#/properties/server/properties/max_runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err240];
}
else {
vErrors.push(err240);
}
errors++;
}
}
}
if(data55.max_queue !== undefined){
let data101 = data55.max_queue;
if(!(((typeof data101 == "number") && (!(data101 % 1) && !isNaN(data101))) && (isFinite(data101)))){
const err241 = {instancePath:instancePath+"/server/max_queue",schemaPath:"#/properties/server/properties/max_queue/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err241];
}
else {
vErrors.push(err241);
}
errors++;
}
if((typeof data101 == "number") && (isFinite(data101))){
if(data101 < 0 || isNaN(data101)){
const err242 = {instancePath:instancePath+"/server/max_queue",schemaPath:"#/properties/server/properties/max_queue/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err242];
}
else {
vErrors.push(err242);
}
errors++;
}
}
}
if(data55.queue_timeout_secs !== undefined){
let data102 = data55.queue_timeout_secs;
if(!(((typeof data102 == "number") && (!(data102 % 1) && !isNaN(data102))) && (isFinite(data102)))){
const err243 = {instancePath:instancePath+"/server/queue_timeout_secs",schemaPath:"#/properties/server/properties/queue_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err243];
}
else {
vErrors.push(err243);
}
errors++;
}
if((typeof data102 == "number") && (isFinite(data102))){
if(data102 > 2073600 || isNaN(data102)){
const err244 = {instancePath:instancePath+"/server/queue_timeout_secs",schemaPath:"#/properties/server/properties/queue_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err244];
}
else {
vErrors.push(err244);
}
errors++;
}
if(data102 < 0 || isNaN(data102)){
const err245 = {instancePath:instancePath+"/server/queue_timeout_secs",schemaPath:"#/properties/server/properties/queue_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err245];
}
else {
vErrors.push(err245);
}
errors++;
}
}
}
if(data55.env !== undefined){
let data103 = data55.env;
if(typeof data103 !== "string"){
const err246 = {instancePath:instancePath+"/server/env",schemaPath:"#/properties/server/properties/env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err246];
}
else {
vErrors.push(err246);
}
errors++;
}
if(!((data103 === "inherit") || (data103 === "strict"))){
const err247 = {instancePath:instancePath+"/server/env",schemaPath:"#/properties/server/properties/env/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.env.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err247];
}
else {
vErrors.push(err247);
}
errors++;
}
}
}
else {
const err248 = {instancePath:instancePath+"/server",schemaPath:"#/properties/server/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err248];
}
else {
vErrors.push(err248);
}
errors++;
}
}
if(data.mcp !== undefined){
let data104 = data.mcp;
if(data104 && typeof data104 == "object" && !Array.isArray(data104)){
if(data104.tools === undefined){
const err249 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "tools"},message:"must have required property '"+"tools"+"'"};
if(vErrors === null){
vErrors = [err249];
}
else {
vErrors.push(err249);
}
errors++;
}
if(data104.backends === undefined){
const err250 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "backends"},message:"must have required property '"+"backends"+"'"};
if(vErrors === null){
vErrors = [err250];
}
else {
vErrors.push(err250);
}
errors++;
}
if(data104.workdirs === undefined){
const err251 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "workdirs"},message:"must have required property '"+"workdirs"+"'"};
if(vErrors === null){
vErrors = [err251];
}
else {
vErrors.push(err251);
}
errors++;
}
if(data104.max_permission === undefined){
const err252 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "max_permission"},message:"must have required property '"+"max_permission"+"'"};
if(vErrors === null){
vErrors = [err252];
}
else {
vErrors.push(err252);
}
errors++;
}
if(data104.transport === undefined){
const err253 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "transport"},message:"must have required property '"+"transport"+"'"};
if(vErrors === null){
vErrors = [err253];
}
else {
vErrors.push(err253);
}
errors++;
}
if(data104.host === undefined){
const err254 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "host"},message:"must have required property '"+"host"+"'"};
if(vErrors === null){
vErrors = [err254];
}
else {
vErrors.push(err254);
}
errors++;
}
if(data104.port === undefined){
const err255 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "port"},message:"must have required property '"+"port"+"'"};
if(vErrors === null){
vErrors = [err255];
}
else {
vErrors.push(err255);
}
errors++;
}
if(data104.http_path === undefined){
const err256 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "http_path"},message:"must have required property '"+"http_path"+"'"};
if(vErrors === null){
vErrors = [err256];
}
else {
vErrors.push(err256);
}
errors++;
}
if(data104.expose_health === undefined){
const err257 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "expose_health"},message:"must have required property '"+"expose_health"+"'"};
if(vErrors === null){
vErrors = [err257];
}
else {
vErrors.push(err257);
}
errors++;
}
if(data104.serve === undefined){
const err258 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "serve"},message:"must have required property '"+"serve"+"'"};
if(vErrors === null){
vErrors = [err258];
}
else {
vErrors.push(err258);
}
errors++;
}
if(data104.max_sessions === undefined){
const err259 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "max_sessions"},message:"must have required property '"+"max_sessions"+"'"};
if(vErrors === null){
vErrors = [err259];
}
else {
vErrors.push(err259);
}
errors++;
}
if(data104.session_idle_secs === undefined){
const err260 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "session_idle_secs"},message:"must have required property '"+"session_idle_secs"+"'"};
if(vErrors === null){
vErrors = [err260];
}
else {
vErrors.push(err260);
}
errors++;
}
if(data104.resume_secs === undefined){
const err261 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/required",keyword:"required",params:{missingProperty: "resume_secs"},message:"must have required property '"+"resume_secs"+"'"};
if(vErrors === null){
vErrors = [err261];
}
else {
vErrors.push(err261);
}
errors++;
}
for(const key15 in data104){
if(!(func1.call(schema31.properties.mcp.properties, key15))){
const err262 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err262];
}
else {
vErrors.push(err262);
}
errors++;
}
}
if(data104.tools !== undefined){
let data105 = data104.tools;
if(data105 && typeof data105 == "object" && !Array.isArray(data105)){
if(data105.allow === undefined){
const err263 = {instancePath:instancePath+"/mcp/tools",schemaPath:"#/properties/mcp/properties/tools/required",keyword:"required",params:{missingProperty: "allow"},message:"must have required property '"+"allow"+"'"};
if(vErrors === null){
vErrors = [err263];
}
else {
vErrors.push(err263);
}
errors++;
}
if(data105.deny === undefined){
const err264 = {instancePath:instancePath+"/mcp/tools",schemaPath:"#/properties/mcp/properties/tools/required",keyword:"required",params:{missingProperty: "deny"},message:"must have required property '"+"deny"+"'"};
if(vErrors === null){
vErrors = [err264];
}
else {
vErrors.push(err264);
}
errors++;
}
for(const key16 in data105){
if(!((key16 === "allow") || (key16 === "deny"))){
const err265 = {instancePath:instancePath+"/mcp/tools",schemaPath:"#/properties/mcp/properties/tools/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err265];
}
else {
vErrors.push(err265);
}
errors++;
}
}
if(data105.allow !== undefined){
let data106 = data105.allow;
if(Array.isArray(data106)){
const len15 = data106.length;
for(let i17=0; i17<len15; i17++){
let data107 = data106[i17];
if(typeof data107 !== "string"){
const err266 = {instancePath:instancePath+"/mcp/tools/allow/" + i17,schemaPath:"#/properties/mcp/properties/tools/properties/allow/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err266];
}
else {
vErrors.push(err266);
}
errors++;
}
if(!((((((((((data107 === "clinvk_prompt") || (data107 === "clinvk_parallel")) || (data107 === "clinvk_chain")) || (data107 === "clinvk_compare")) || (data107 === "clinvk_job")) || (data107 === "clinvk_backends")) || (data107 === "clinvk_sessions")) || (data107 === "clinvk_session_get")) || (data107 === "clinvk_session_delete")) || (data107 === "clinvk_health"))){
const err267 = {instancePath:instancePath+"/mcp/tools/allow/" + i17,schemaPath:"#/properties/mcp/properties/tools/properties/allow/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.mcp.properties.tools.properties.allow.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err267];
}
else {
vErrors.push(err267);
}
errors++;
}
}
}
else {
const err268 = {instancePath:instancePath+"/mcp/tools/allow",schemaPath:"#/properties/mcp/properties/tools/properties/allow/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err268];
}
else {
vErrors.push(err268);
}
errors++;
}
}
if(data105.deny !== undefined){
let data108 = data105.deny;
if(Array.isArray(data108)){
const len16 = data108.length;
for(let i18=0; i18<len16; i18++){
let data109 = data108[i18];
if(typeof data109 !== "string"){
const err269 = {instancePath:instancePath+"/mcp/tools/deny/" + i18,schemaPath:"#/properties/mcp/properties/tools/properties/deny/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err269];
}
else {
vErrors.push(err269);
}
errors++;
}
if(!((((((((((data109 === "clinvk_prompt") || (data109 === "clinvk_parallel")) || (data109 === "clinvk_chain")) || (data109 === "clinvk_compare")) || (data109 === "clinvk_job")) || (data109 === "clinvk_backends")) || (data109 === "clinvk_sessions")) || (data109 === "clinvk_session_get")) || (data109 === "clinvk_session_delete")) || (data109 === "clinvk_health"))){
const err270 = {instancePath:instancePath+"/mcp/tools/deny/" + i18,schemaPath:"#/properties/mcp/properties/tools/properties/deny/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.mcp.properties.tools.properties.deny.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err270];
}
else {
vErrors.push(err270);
}
errors++;
}
}
}
else {
const err271 = {instancePath:instancePath+"/mcp/tools/deny",schemaPath:"#/properties/mcp/properties/tools/properties/deny/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err271];
}
else {
vErrors.push(err271);
}
errors++;
}
}
}
else {
const err272 = {instancePath:instancePath+"/mcp/tools",schemaPath:"#/properties/mcp/properties/tools/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err272];
}
else {
vErrors.push(err272);
}
errors++;
}
}
if(data104.backends !== undefined){
let data110 = data104.backends;
if(Array.isArray(data110)){
const len17 = data110.length;
for(let i19=0; i19<len17; i19++){
if(typeof data110[i19] !== "string"){
const err273 = {instancePath:instancePath+"/mcp/backends/" + i19,schemaPath:"#/properties/mcp/properties/backends/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err273];
}
else {
vErrors.push(err273);
}
errors++;
}
}
}
else {
const err274 = {instancePath:instancePath+"/mcp/backends",schemaPath:"#/properties/mcp/properties/backends/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err274];
}
else {
vErrors.push(err274);
}
errors++;
}
}
if(data104.workdirs !== undefined){
let data112 = data104.workdirs;
if(Array.isArray(data112)){
const len18 = data112.length;
for(let i20=0; i20<len18; i20++){
let data113 = data112[i20];
if(typeof data113 === "string"){
if(!pattern10.test(data113)){
const err275 = {instancePath:instancePath+"/mcp/workdirs/" + i20,schemaPath:"#/properties/mcp/properties/workdirs/items/pattern",keyword:"pattern",params:{pattern: "^/"},message:"must match pattern \""+"^/"+"\""};
if(vErrors === null){
vErrors = [err275];
}
else {
vErrors.push(err275);
}
errors++;
}
}
else {
const err276 = {instancePath:instancePath+"/mcp/workdirs/" + i20,schemaPath:"#/properties/mcp/properties/workdirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err276];
}
else {
vErrors.push(err276);
}
errors++;
}
}
}
else {
const err277 = {instancePath:instancePath+"/mcp/workdirs",schemaPath:"#/properties/mcp/properties/workdirs/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err277];
}
else {
vErrors.push(err277);
}
errors++;
}
}
if(data104.max_permission !== undefined){
let data114 = data104.max_permission;
if(typeof data114 !== "string"){
const err278 = {instancePath:instancePath+"/mcp/max_permission",schemaPath:"#/properties/mcp/properties/max_permission/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err278];
}
else {
vErrors.push(err278);
}
errors++;
}
if(!(((data114 === "read-only") || (data114 === "workspace")) || (data114 === "full"))){
const err279 = {instancePath:instancePath+"/mcp/max_permission",schemaPath:"#/properties/mcp/properties/max_permission/enum",keyword:"enum",params:{allowedValues: schema31.properties.mcp.properties.max_permission.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err279];
}
else {
vErrors.push(err279);
}
errors++;
}
}
if(data104.transport !== undefined){
let data115 = data104.transport;
if(typeof data115 !== "string"){
const err280 = {instancePath:instancePath+"/mcp/transport",schemaPath:"#/properties/mcp/properties/transport/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err280];
}
else {
vErrors.push(err280);
}
errors++;
}
if(!((data115 === "stdio") || (data115 === "http"))){
const err281 = {instancePath:instancePath+"/mcp/transport",schemaPath:"#/properties/mcp/properties/transport/enum",keyword:"enum",params:{allowedValues: schema31.properties.mcp.properties.transport.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err281];
}
else {
vErrors.push(err281);
}
errors++;
}
}
if(data104.host !== undefined){
if(typeof data104.host !== "string"){
const err282 = {instancePath:instancePath+"/mcp/host",schemaPath:"#/properties/mcp/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err282];
}
else {
vErrors.push(err282);
}
errors++;
}
}
if(data104.port !== undefined){
let data117 = data104.port;
if(!(((typeof data117 == "number") && (!(data117 % 1) && !isNaN(data117))) && (isFinite(data117)))){
const err283 = {instancePath:instancePath+"/mcp/port",schemaPath:"#/properties/mcp/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err283];
}
else {
vErrors.push(err283);
}
errors++;
}
if((typeof data117 == "number") && (isFinite(data117))){
if(data117 > 65535 || isNaN(data117)){
const err284 = {instancePath:instancePath+"/mcp/port",schemaPath:"#/properties/mcp/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err284];
}
else {
vErrors.push(err284);
}
errors++;
}
if(data117 < 0 || isNaN(data117)){
const err285 = {instancePath:instancePath+"/mcp/port",schemaPath:"#/properties/mcp/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err285];
}
else {
vErrors.push(err285);
}
errors++;
}
}
}
if(data104.http_path !== undefined){
let data118 = data104.http_path;
if(typeof data118 === "string"){
if(!pattern14.test(data118)){
const err286 = {instancePath:instancePath+"/mcp/http_path",schemaPath:"#/properties/mcp/properties/http_path/pattern",keyword:"pattern",params:{pattern: "^(/[A-Za-z0-9._~-]+)+$"},message:"must match pattern \""+"^(/[A-Za-z0-9._~-]+)+$"+"\""};
if(vErrors === null){
vErrors = [err286];
}
else {
vErrors.push(err286);
}
errors++;
}
}
else {
const err287 = {instancePath:instancePath+"/mcp/http_path",schemaPath:"#/properties/mcp/properties/http_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err287];
}
else {
vErrors.push(err287);
}
errors++;
}
}
if(data104.expose_health !== undefined){
if(typeof data104.expose_health !== "boolean"){
const err288 = {instancePath:instancePath+"/mcp/expose_health",schemaPath:"#/properties/mcp/properties/expose_health/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err288];
}
else {
vErrors.push(err288);
}
errors++;
}
}
if(data104.serve !== undefined){
if(typeof data104.serve !== "boolean"){
const err289 = {instancePath:instancePath+"/mcp/serve",schemaPath:"#/properties/mcp/properties/serve/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err289];
}
else {
vErrors.push(err289);
}
errors++;
}
}
if(data104.max_sessions !== undefined){
let data121 = data104.max_sessions;
if(!(((typeof data121 == "number") && (!(data121 % 1) && !isNaN(data121))) && (isFinite(data121)))){
const err290 = {instancePath:instancePath+"/mcp/max_sessions",schemaPath:"#/properties/mcp/properties/max_sessions/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err290];
}
else {
vErrors.push(err290);
}
errors++;
}
if((typeof data121 == "number") && (isFinite(data121))){
if(data121 < 1 || isNaN(data121)){
const err291 = {instancePath:instancePath+"/mcp/max_sessions",schemaPath:"#/properties/mcp/properties/max_sessions/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err291];
}
else {
vErrors.push(err291);
}
errors++;
}
}
}
if(data104.session_idle_secs !== undefined){
let data122 = data104.session_idle_secs;
if(!(((typeof data122 == "number") && (!(data122 % 1) && !isNaN(data122))) && (isFinite(data122)))){
const err292 = {instancePath:instancePath+"/mcp/session_idle_secs",schemaPath:"#/properties/mcp/properties/session_idle_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err292];
}
else {
vErrors.push(err292);
}
errors++;
}
if((typeof data122 == "number") && (isFinite(data122))){
if(data122 > 2073600 || isNaN(data122)){
const err293 = {instancePath:instancePath+"/mcp/session_idle_secs",schemaPath:"#/properties/mcp/properties/session_idle_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"};
if(vErrors === null){
vErrors = [err293];
}
else {
vErrors.push(err293);
}
errors++;
}
if(data122 < 1 || isNaN(data122)){
const err294 = {instancePath:instancePath+"/mcp/session_idle_secs",schemaPath:"#/properties/mcp/properties/session_idle_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err294];
}
else {
vErrors.push(err294);
}
errors++;
}
}
}
if(data104.resume_secs !== undefined){
let data123 = data104.resume_secs;
if(!(((typeof data123 == "number") && (!(data123 % 1) && !isNaN(data123))) && (isFinite(data123)))){
const err295 = {instancePath:instancePath+"/mcp/resume_secs",schemaPath:"#/properties/mcp/properties/resume_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err295];
}
else {
vErrors.push(err295);
}
errors++;
}
if((typeof data123 == "number") && (isFinite(data123))){
if(data123 > 86400 || isNaN(data123)){
const err296 = {instancePath:instancePath+"/mcp/resume_secs",schemaPath:"#/properties/mcp/properties/resume_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err296];
}
else {
vErrors.push(err296);
}
errors++;
}
if(data123 < 0 || isNaN(data123)){
const err297 = {instancePath:instancePath+"/mcp/resume_secs",schemaPath:"#/properties/mcp/properties/resume_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err297];
}
else {
vErrors.push(err297);
}
errors++;
}
}
}
}
else {
const err298 = {instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err298];
}
else {
vErrors.push(err298);
}
errors++;
}
}
}
else {
const err299 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err299];
}
else {
vErrors.push(err299);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
