// Generated from src/schema by `npm run generate`. Do not edit.
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["default_backend","unified_flags","backends","output","parallel","plugins","run","server","session"],"properties":{"default_backend":{"type":"string","pattern":"^[a-z][a-z0-9-]*$","default":"claude","description":"Backend of runs that name none."},"unified_flags":{"type":"object","additionalProperties":false,"required":["approval_mode","sandbox_mode","verbose","dry_run","max_turns","max_tokens","command_timeout_secs","idle_timeout_secs","max_retries"],"properties":{"approval_mode":{"type":"string","enum":["default","auto","none","always"],"default":"default","description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"default":"default","description":"What the CLI may do to the machine."},"verbose":{"type":"boolean","default":false,"description":"Show on stderr what is run."},"dry_run":{"type":"boolean","default":false,"description":"Print the command instead of running it."},"max_turns":{"type":"integer","minimum":0,"default":0,"description":"Model steps at most; 0: no limit of ours."},"max_tokens":{"type":"integer","minimum":0,"default":0,"description":"Kept for old files; only 0 works, because no CLI can limit its output."},"command_timeout_secs":{"type":"integer","minimum":0,"default":0,"description":"Longest time of a run; 0: no limit."},"idle_timeout_secs":{"type":"integer","minimum":0,"default":600,"description":"Longest time without any event; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"default":2,"description":"How often a CLI may repeat a failed model request."}}},"backends":{"type":"object","default":{},"propertyNames":{"pattern":"^[a-z][a-z0-9-]*$"},"additionalProperties":{"type":"object","additionalProperties":false,"properties":{"model":{"type":"string","description":"Model passed to the CLI unchanged."},"system_prompt":{"type":"string","description":"System prompt of runs that bring none."},"allowed_tools":{"type":"array","items":{"type":"string"},"description":"Tools that may run without asking, in the CLI's own spelling."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Used where the run and `unified_flags` say `default`."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"Used where the run and `unified_flags` say `default`."},"extra_flags":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"fallback":{"type":"array","items":{"type":"string"},"uniqueItems":true,"description":"Backends to ask when this one fails, in place of `run.fallback`; empty: none."},"enabled":{"type":"boolean","description":"false: the backend is refused everywhere."}}}},"output":{"type":"object","additionalProperties":false,"required":["format","show_tokens","show_timing","color"],"properties":{"format":{"type":"string","enum":["default","text","json","stream-json"],"default":"default","description":"`default`: text on a terminal, else json."},"show_tokens":{"type":"boolean","default":false,"description":"Print token counts after a text answer."},"show_timing":{"type":"boolean","default":false,"description":"Print the time taken after a text answer."},"color":{"type":"boolean","default":true,"description":"Colour on a terminal; NO_COLOR turns it off too."}}},"run":{"type":"object","additionalProperties":false,"required":["plugin_timeout_ms","fallback"],"properties":{"fallback":{"type":"array","items":{"type":"string"},"uniqueItems":true,"default":[],"description":"Backends to ask, in order, when one fails before the first text of its answer."},"plugin_timeout_ms":{"type":"integer","minimum":1,"default":5000,"description":"How long a plugin's module may take to load."}}},"session":{"type":"object","additionalProperties":false,"required":["auto_resume","retention_days","store_token_usage","store_history","default_tags"],"properties":{"auto_resume":{"type":"boolean","default":false,"description":"A prompt goes on with the newest session of the same directory and backend."},"retention_days":{"type":"integer","minimum":0,"default":30,"description":"Age at which `sessions clean` deletes; 0: never."},"store_token_usage":{"type":"boolean","default":true,"description":"Add up tokens and cost in the session."},"store_history":{"type":"boolean","default":true,"description":"Keep prompts and answers of every turn."},"default_tags":{"type":"array","items":{"type":"string"},"default":[],"description":"Tags of new sessions."}}},"parallel":{"type":"object","additionalProperties":false,"required":["max_workers","fail_fast","aggregate_output"],"properties":{"max_workers":{"type":"integer","minimum":1,"default":3},"fail_fast":{"type":"boolean","default":false},"aggregate_output":{"type":"boolean","default":true}}},"plugins":{"type":"object","additionalProperties":false,"required":["allow"],"properties":{"allow":{"type":"array","items":{"type":"string"},"default":[]}}},"server":{"type":"object","additionalProperties":false,"required":["host","port","request_timeout_secs","read_timeout_secs","write_timeout_secs","idle_timeout_secs","shutdown_timeout_secs","api_keys_gopass_path","keys","rate_limit_enabled","rate_limit_rps","rate_limit_burst","rate_limit_cleanup_secs","rate_limit_redis_url","trusted_proxies","allowed_hosts","max_request_body_bytes","cors_allowed_origins","cors_allow_credentials","cors_max_age","allowed_workdir_prefixes","blocked_workdir_prefixes","default_workdir","max_permission","metrics_enabled","max_runs","max_queue","queue_timeout_secs","env"],"properties":{"host":{"type":"string","default":"127.0.0.1","description":"Address to listen on."},"port":{"type":"integer","minimum":0,"maximum":65535,"default":8080,"description":"Port to listen on; 0: any free one."},"request_timeout_secs":{"type":"integer","minimum":0,"default":300,"description":"Longest time of an answer that is no stream; 0: 300."},"read_timeout_secs":{"type":"integer","minimum":0,"default":30,"description":"Longest time a request may take to arrive; at least 10; 0: 30."},"write_timeout_secs":{"type":"integer","minimum":0,"default":300,"description":"Longest time a client may take nothing of a stream; 0: 300."},"idle_timeout_secs":{"type":"integer","minimum":0,"default":120,"description":"How long an idle connection is kept; 0: 120."},"shutdown_timeout_secs":{"type":"integer","minimum":0,"default":30,"description":"How long requests at work may go on when the server stops."},"api_keys_gopass_path":{"type":"string","default":""},"keys":{"type":"object","default":{},"additionalProperties":{"type":"object"}},"rate_limit_enabled":{"type":"boolean","default":false},"rate_limit_rps":{"type":"integer","minimum":1,"default":10},"rate_limit_burst":{"type":"integer","minimum":0,"default":20},"rate_limit_cleanup_secs":{"type":"integer","minimum":1,"default":180},"rate_limit_redis_url":{"type":"string","default":""},"trusted_proxies":{"type":"array","items":{"type":"string"},"default":[]},"allowed_hosts":{"type":"array","items":{"type":"string"},"default":[]},"max_request_body_bytes":{"type":"integer","minimum":0,"default":10485760,"description":"Largest body of a request, after decompression; 0: no limit."},"cors_allowed_origins":{"type":"array","items":{"type":"string"},"default":[]},"cors_allow_credentials":{"type":"boolean","default":false},"cors_max_age":{"type":"integer","minimum":0,"default":300},"allowed_workdir_prefixes":{"type":"array","items":{"type":"string"},"default":[],"description":"Absolute paths below which a request may work; empty: everywhere that is not blocked."},"blocked_workdir_prefixes":{"type":"array","items":{"type":"string"},"default":[],"description":"Absolute paths below which no request may work; empty: system folders and those with keys."},"default_workdir":{"type":"string","default":"","description":"Absolute directory of runs that name none; empty: an empty private folder for each."},"max_permission":{"type":"string","enum":["read-only","workspace","full"],"default":"workspace","description":"What a request may have done at most."},"metrics_enabled":{"type":"boolean","default":false},"max_runs":{"type":"integer","minimum":0,"default":0,"description":"Runs at the same time in one process; 0: by memory."},"max_queue":{"type":"integer","minimum":0,"default":100,"description":"Runs that may wait for a place."},"queue_timeout_secs":{"type":"integer","minimum":0,"default":60,"description":"How long a run may wait for a place; 0: no limit."},"env":{"type":"string","enum":["inherit","strict"],"default":"inherit","description":"`strict`: children get only variables of an allow-list."}}},"mcp":{"type":"object","additionalProperties":false,"properties":{"transport":{"type":"string","enum":["stdio","http"]},"host":{"type":"string"},"port":{"type":"integer","minimum":0,"maximum":65535},"http_path":{"type":"string"},"expose_health":{"type":"boolean"}}}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[a-z][a-z0-9-]*$", "");

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
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.default_backend === undefined) && (missing0 = "default_backend")) || ((data.unified_flags === undefined) && (missing0 = "unified_flags"))) || ((data.backends === undefined) && (missing0 = "backends"))) || ((data.output === undefined) && (missing0 = "output"))) || ((data.parallel === undefined) && (missing0 = "parallel"))) || ((data.plugins === undefined) && (missing0 = "plugins"))) || ((data.run === undefined) && (missing0 = "run"))) || ((data.server === undefined) && (missing0 = "server"))) || ((data.session === undefined) && (missing0 = "session"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.default_backend !== undefined){
let data0 = data.default_backend;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
validate20.errors = [{instancePath:instancePath+"/default_backend",schemaPath:"#/properties/default_backend/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z][a-z0-9-]*$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/default_backend",schemaPath:"#/properties/default_backend/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unified_flags !== undefined){
let data1 = data.unified_flags;
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if((((((((((data1.approval_mode === undefined) && (missing1 = "approval_mode")) || ((data1.sandbox_mode === undefined) && (missing1 = "sandbox_mode"))) || ((data1.verbose === undefined) && (missing1 = "verbose"))) || ((data1.dry_run === undefined) && (missing1 = "dry_run"))) || ((data1.max_turns === undefined) && (missing1 = "max_turns"))) || ((data1.max_tokens === undefined) && (missing1 = "max_tokens"))) || ((data1.command_timeout_secs === undefined) && (missing1 = "command_timeout_secs"))) || ((data1.idle_timeout_secs === undefined) && (missing1 = "idle_timeout_secs"))) || ((data1.max_retries === undefined) && (missing1 = "max_retries"))){
validate20.errors = [{instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs6 = errors;
for(const key1 in data1){
if(!(func1.call(schema31.properties.unified_flags.properties, key1))){
validate20.errors = [{instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.approval_mode !== undefined){
let data2 = data1.approval_mode;
const _errs7 = errors;
if(typeof data2 !== "string"){
validate20.errors = [{instancePath:instancePath+"/unified_flags/approval_mode",schemaPath:"#/properties/unified_flags/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data2 === "default") || (data2 === "auto")) || (data2 === "none")) || (data2 === "always"))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/approval_mode",schemaPath:"#/properties/unified_flags/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.unified_flags.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.sandbox_mode !== undefined){
let data3 = data1.sandbox_mode;
const _errs9 = errors;
if(typeof data3 !== "string"){
validate20.errors = [{instancePath:instancePath+"/unified_flags/sandbox_mode",schemaPath:"#/properties/unified_flags/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data3 === "default") || (data3 === "read-only")) || (data3 === "workspace")) || (data3 === "full"))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/sandbox_mode",schemaPath:"#/properties/unified_flags/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.unified_flags.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.verbose !== undefined){
const _errs11 = errors;
if(typeof data1.verbose !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/unified_flags/verbose",schemaPath:"#/properties/unified_flags/properties/verbose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.dry_run !== undefined){
const _errs13 = errors;
if(typeof data1.dry_run !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/unified_flags/dry_run",schemaPath:"#/properties/unified_flags/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.max_turns !== undefined){
let data6 = data1.max_turns;
const _errs15 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_turns",schemaPath:"#/properties/unified_flags/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_turns",schemaPath:"#/properties/unified_flags/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.max_tokens !== undefined){
let data7 = data1.max_tokens;
const _errs17 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_tokens",schemaPath:"#/properties/unified_flags/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_tokens",schemaPath:"#/properties/unified_flags/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.command_timeout_secs !== undefined){
let data8 = data1.command_timeout_secs;
const _errs19 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/command_timeout_secs",schemaPath:"#/properties/unified_flags/properties/command_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate20.errors = [{instancePath:instancePath+"/unified_flags/command_timeout_secs",schemaPath:"#/properties/unified_flags/properties/command_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.idle_timeout_secs !== undefined){
let data9 = data1.idle_timeout_secs;
const _errs21 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/idle_timeout_secs",schemaPath:"#/properties/unified_flags/properties/idle_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs21){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate20.errors = [{instancePath:instancePath+"/unified_flags/idle_timeout_secs",schemaPath:"#/properties/unified_flags/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid1 = _errs21 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.max_retries !== undefined){
let data10 = data1.max_retries;
const _errs23 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_retries",schemaPath:"#/properties/unified_flags/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs23){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 20 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_retries",schemaPath:"#/properties/unified_flags/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data10 < 0 || isNaN(data10)){
validate20.errors = [{instancePath:instancePath+"/unified_flags/max_retries",schemaPath:"#/properties/unified_flags/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid1 = _errs23 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/unified_flags",schemaPath:"#/properties/unified_flags/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.backends !== undefined){
let data11 = data.backends;
const _errs25 = errors;
if(errors === _errs25){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key2 in data11){
const _errs27 = errors;
if(typeof key2 === "string"){
if(!pattern4.test(key2)){
const err0 = {instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]*$"},message:"must match pattern \""+"^[a-z][a-z0-9-]*$"+"\"",propertyName:key2};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid2 = _errs27 === errors;
if(!valid2){
const err1 = {instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate20.errors = vErrors;
return false;
break;
}
}
if(valid2){
for(const key3 in data11){
let data12 = data11[key3];
const _errs29 = errors;
if(errors === _errs29){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
const _errs31 = errors;
for(const key4 in data12){
if(!(func1.call(schema31.properties.backends.additionalProperties.properties, key4))){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/backends/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs31 === errors){
if(data12.model !== undefined){
const _errs32 = errors;
if(typeof data12.model !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/model",schemaPath:"#/properties/backends/additionalProperties/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs32 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.system_prompt !== undefined){
const _errs34 = errors;
if(typeof data12.system_prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/system_prompt",schemaPath:"#/properties/backends/additionalProperties/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs34 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.allowed_tools !== undefined){
let data15 = data12.allowed_tools;
const _errs36 = errors;
if(errors === _errs36){
if(Array.isArray(data15)){
var valid5 = true;
const len0 = data15.length;
for(let i0=0; i0<len0; i0++){
const _errs38 = errors;
if(typeof data15[i0] !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_tools/" + i0,schemaPath:"#/properties/backends/additionalProperties/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs38 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_tools",schemaPath:"#/properties/backends/additionalProperties/properties/allowed_tools/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid4 = _errs36 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.allowed_dirs !== undefined){
let data17 = data12.allowed_dirs;
const _errs40 = errors;
if(errors === _errs40){
if(Array.isArray(data17)){
var valid6 = true;
const len1 = data17.length;
for(let i1=0; i1<len1; i1++){
const _errs42 = errors;
if(typeof data17[i1] !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_dirs/" + i1,schemaPath:"#/properties/backends/additionalProperties/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs42 === errors;
if(!valid6){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/allowed_dirs",schemaPath:"#/properties/backends/additionalProperties/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid4 = _errs40 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.approval_mode !== undefined){
let data19 = data12.approval_mode;
const _errs44 = errors;
if(typeof data19 !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/approval_mode",schemaPath:"#/properties/backends/additionalProperties/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data19 === "default") || (data19 === "auto")) || (data19 === "none")) || (data19 === "always"))){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/approval_mode",schemaPath:"#/properties/backends/additionalProperties/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.backends.additionalProperties.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid4 = _errs44 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.sandbox_mode !== undefined){
let data20 = data12.sandbox_mode;
const _errs46 = errors;
if(typeof data20 !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/sandbox_mode",schemaPath:"#/properties/backends/additionalProperties/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data20 === "default") || (data20 === "read-only")) || (data20 === "workspace")) || (data20 === "full"))){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/sandbox_mode",schemaPath:"#/properties/backends/additionalProperties/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.backends.additionalProperties.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid4 = _errs46 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.extra_flags !== undefined){
let data21 = data12.extra_flags;
const _errs48 = errors;
if(errors === _errs48){
if(Array.isArray(data21)){
var valid7 = true;
const len2 = data21.length;
for(let i2=0; i2<len2; i2++){
const _errs50 = errors;
if(typeof data21[i2] !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra_flags/" + i2,schemaPath:"#/properties/backends/additionalProperties/properties/extra_flags/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs50 === errors;
if(!valid7){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/extra_flags",schemaPath:"#/properties/backends/additionalProperties/properties/extra_flags/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid4 = _errs48 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.fallback !== undefined){
let data23 = data12.fallback;
const _errs52 = errors;
if(errors === _errs52){
if(Array.isArray(data23)){
var valid8 = true;
const len3 = data23.length;
for(let i3=0; i3<len3; i3++){
const _errs54 = errors;
if(typeof data23[i3] !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/fallback/" + i3,schemaPath:"#/properties/backends/additionalProperties/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid8 = _errs54 === errors;
if(!valid8){
break;
}
}
if(valid8){
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
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/fallback",schemaPath:"#/properties/backends/additionalProperties/properties/fallback/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i4+" are identical)"}];
return false;
break;
}
indices0[item0] = i4;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/fallback",schemaPath:"#/properties/backends/additionalProperties/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid4 = _errs52 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data12.enabled !== undefined){
const _errs56 = errors;
if(typeof data12.enabled !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/enabled",schemaPath:"#/properties/backends/additionalProperties/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid4 = _errs56 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/backends/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs29 === errors;
if(!valid3){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.output !== undefined){
let data26 = data.output;
const _errs58 = errors;
if(errors === _errs58){
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
let missing2;
if(((((data26.format === undefined) && (missing2 = "format")) || ((data26.show_tokens === undefined) && (missing2 = "show_tokens"))) || ((data26.show_timing === undefined) && (missing2 = "show_timing"))) || ((data26.color === undefined) && (missing2 = "color"))){
validate20.errors = [{instancePath:instancePath+"/output",schemaPath:"#/properties/output/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs60 = errors;
for(const key5 in data26){
if(!((((key5 === "format") || (key5 === "show_tokens")) || (key5 === "show_timing")) || (key5 === "color"))){
validate20.errors = [{instancePath:instancePath+"/output",schemaPath:"#/properties/output/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs60 === errors){
if(data26.format !== undefined){
let data27 = data26.format;
const _errs61 = errors;
if(typeof data27 !== "string"){
validate20.errors = [{instancePath:instancePath+"/output/format",schemaPath:"#/properties/output/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data27 === "default") || (data27 === "text")) || (data27 === "json")) || (data27 === "stream-json"))){
validate20.errors = [{instancePath:instancePath+"/output/format",schemaPath:"#/properties/output/properties/format/enum",keyword:"enum",params:{allowedValues: schema31.properties.output.properties.format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid10 = _errs61 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data26.show_tokens !== undefined){
const _errs63 = errors;
if(typeof data26.show_tokens !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/output/show_tokens",schemaPath:"#/properties/output/properties/show_tokens/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid10 = _errs63 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data26.show_timing !== undefined){
const _errs65 = errors;
if(typeof data26.show_timing !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/output/show_timing",schemaPath:"#/properties/output/properties/show_timing/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid10 = _errs65 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data26.color !== undefined){
const _errs67 = errors;
if(typeof data26.color !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/output/color",schemaPath:"#/properties/output/properties/color/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid10 = _errs67 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/output",schemaPath:"#/properties/output/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs58 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.run !== undefined){
let data31 = data.run;
const _errs69 = errors;
if(errors === _errs69){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
let missing3;
if(((data31.plugin_timeout_ms === undefined) && (missing3 = "plugin_timeout_ms")) || ((data31.fallback === undefined) && (missing3 = "fallback"))){
validate20.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs71 = errors;
for(const key6 in data31){
if(!((key6 === "fallback") || (key6 === "plugin_timeout_ms"))){
validate20.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs71 === errors){
if(data31.fallback !== undefined){
let data32 = data31.fallback;
const _errs72 = errors;
if(errors === _errs72){
if(Array.isArray(data32)){
var valid12 = true;
const len4 = data32.length;
for(let i5=0; i5<len4; i5++){
const _errs74 = errors;
if(typeof data32[i5] !== "string"){
validate20.errors = [{instancePath:instancePath+"/run/fallback/" + i5,schemaPath:"#/properties/run/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs74 === errors;
if(!valid12){
break;
}
}
if(valid12){
let i6 = data32.length;
let j1;
if(i6 > 1){
const indices1 = {};
for(;i6--;){
let item1 = data32[i6];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
validate20.errors = [{instancePath:instancePath+"/run/fallback",schemaPath:"#/properties/run/properties/fallback/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i6+" are identical)"}];
return false;
break;
}
indices1[item1] = i6;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/run/fallback",schemaPath:"#/properties/run/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid11 = _errs72 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data31.plugin_timeout_ms !== undefined){
let data34 = data31.plugin_timeout_ms;
const _errs76 = errors;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
validate20.errors = [{instancePath:instancePath+"/run/plugin_timeout_ms",schemaPath:"#/properties/run/properties/plugin_timeout_ms/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs76){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 < 1 || isNaN(data34)){
validate20.errors = [{instancePath:instancePath+"/run/plugin_timeout_ms",schemaPath:"#/properties/run/properties/plugin_timeout_ms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid11 = _errs76 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs69 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session !== undefined){
let data35 = data.session;
const _errs78 = errors;
if(errors === _errs78){
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
let missing4;
if((((((data35.auto_resume === undefined) && (missing4 = "auto_resume")) || ((data35.retention_days === undefined) && (missing4 = "retention_days"))) || ((data35.store_token_usage === undefined) && (missing4 = "store_token_usage"))) || ((data35.store_history === undefined) && (missing4 = "store_history"))) || ((data35.default_tags === undefined) && (missing4 = "default_tags"))){
validate20.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs80 = errors;
for(const key7 in data35){
if(!(((((key7 === "auto_resume") || (key7 === "retention_days")) || (key7 === "store_token_usage")) || (key7 === "store_history")) || (key7 === "default_tags"))){
validate20.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs80 === errors){
if(data35.auto_resume !== undefined){
const _errs81 = errors;
if(typeof data35.auto_resume !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/session/auto_resume",schemaPath:"#/properties/session/properties/auto_resume/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid14 = _errs81 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data35.retention_days !== undefined){
let data37 = data35.retention_days;
const _errs83 = errors;
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
validate20.errors = [{instancePath:instancePath+"/session/retention_days",schemaPath:"#/properties/session/properties/retention_days/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs83){
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 < 0 || isNaN(data37)){
validate20.errors = [{instancePath:instancePath+"/session/retention_days",schemaPath:"#/properties/session/properties/retention_days/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid14 = _errs83 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data35.store_token_usage !== undefined){
const _errs85 = errors;
if(typeof data35.store_token_usage !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/session/store_token_usage",schemaPath:"#/properties/session/properties/store_token_usage/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid14 = _errs85 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data35.store_history !== undefined){
const _errs87 = errors;
if(typeof data35.store_history !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/session/store_history",schemaPath:"#/properties/session/properties/store_history/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid14 = _errs87 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data35.default_tags !== undefined){
let data40 = data35.default_tags;
const _errs89 = errors;
if(errors === _errs89){
if(Array.isArray(data40)){
var valid15 = true;
const len5 = data40.length;
for(let i7=0; i7<len5; i7++){
const _errs91 = errors;
if(typeof data40[i7] !== "string"){
validate20.errors = [{instancePath:instancePath+"/session/default_tags/" + i7,schemaPath:"#/properties/session/properties/default_tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid15 = _errs91 === errors;
if(!valid15){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session/default_tags",schemaPath:"#/properties/session/properties/default_tags/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid14 = _errs89 === errors;
}
else {
var valid14 = true;
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/session",schemaPath:"#/properties/session/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs78 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.parallel !== undefined){
let data42 = data.parallel;
const _errs93 = errors;
if(errors === _errs93){
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
let missing5;
if((((data42.max_workers === undefined) && (missing5 = "max_workers")) || ((data42.fail_fast === undefined) && (missing5 = "fail_fast"))) || ((data42.aggregate_output === undefined) && (missing5 = "aggregate_output"))){
validate20.errors = [{instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"}];
return false;
}
else {
const _errs95 = errors;
for(const key8 in data42){
if(!(((key8 === "max_workers") || (key8 === "fail_fast")) || (key8 === "aggregate_output"))){
validate20.errors = [{instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs95 === errors){
if(data42.max_workers !== undefined){
let data43 = data42.max_workers;
const _errs96 = errors;
if(!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))){
validate20.errors = [{instancePath:instancePath+"/parallel/max_workers",schemaPath:"#/properties/parallel/properties/max_workers/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs96){
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 < 1 || isNaN(data43)){
validate20.errors = [{instancePath:instancePath+"/parallel/max_workers",schemaPath:"#/properties/parallel/properties/max_workers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid16 = _errs96 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data42.fail_fast !== undefined){
const _errs98 = errors;
if(typeof data42.fail_fast !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/parallel/fail_fast",schemaPath:"#/properties/parallel/properties/fail_fast/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid16 = _errs98 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data42.aggregate_output !== undefined){
const _errs100 = errors;
if(typeof data42.aggregate_output !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/parallel/aggregate_output",schemaPath:"#/properties/parallel/properties/aggregate_output/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid16 = _errs100 === errors;
}
else {
var valid16 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/parallel",schemaPath:"#/properties/parallel/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs93 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.plugins !== undefined){
let data46 = data.plugins;
const _errs102 = errors;
if(errors === _errs102){
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
let missing6;
if((data46.allow === undefined) && (missing6 = "allow")){
validate20.errors = [{instancePath:instancePath+"/plugins",schemaPath:"#/properties/plugins/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'"}];
return false;
}
else {
const _errs104 = errors;
for(const key9 in data46){
if(!(key9 === "allow")){
validate20.errors = [{instancePath:instancePath+"/plugins",schemaPath:"#/properties/plugins/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs104 === errors){
if(data46.allow !== undefined){
let data47 = data46.allow;
const _errs105 = errors;
if(errors === _errs105){
if(Array.isArray(data47)){
var valid18 = true;
const len6 = data47.length;
for(let i8=0; i8<len6; i8++){
const _errs107 = errors;
if(typeof data47[i8] !== "string"){
validate20.errors = [{instancePath:instancePath+"/plugins/allow/" + i8,schemaPath:"#/properties/plugins/properties/allow/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid18 = _errs107 === errors;
if(!valid18){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/plugins/allow",schemaPath:"#/properties/plugins/properties/allow/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/plugins",schemaPath:"#/properties/plugins/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs102 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.server !== undefined){
let data49 = data.server;
const _errs109 = errors;
if(errors === _errs109){
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
let missing7;
if((((((((((((((((((((((((((((((data49.host === undefined) && (missing7 = "host")) || ((data49.port === undefined) && (missing7 = "port"))) || ((data49.request_timeout_secs === undefined) && (missing7 = "request_timeout_secs"))) || ((data49.read_timeout_secs === undefined) && (missing7 = "read_timeout_secs"))) || ((data49.write_timeout_secs === undefined) && (missing7 = "write_timeout_secs"))) || ((data49.idle_timeout_secs === undefined) && (missing7 = "idle_timeout_secs"))) || ((data49.shutdown_timeout_secs === undefined) && (missing7 = "shutdown_timeout_secs"))) || ((data49.api_keys_gopass_path === undefined) && (missing7 = "api_keys_gopass_path"))) || ((data49.keys === undefined) && (missing7 = "keys"))) || ((data49.rate_limit_enabled === undefined) && (missing7 = "rate_limit_enabled"))) || ((data49.rate_limit_rps === undefined) && (missing7 = "rate_limit_rps"))) || ((data49.rate_limit_burst === undefined) && (missing7 = "rate_limit_burst"))) || ((data49.rate_limit_cleanup_secs === undefined) && (missing7 = "rate_limit_cleanup_secs"))) || ((data49.rate_limit_redis_url === undefined) && (missing7 = "rate_limit_redis_url"))) || ((data49.trusted_proxies === undefined) && (missing7 = "trusted_proxies"))) || ((data49.allowed_hosts === undefined) && (missing7 = "allowed_hosts"))) || ((data49.max_request_body_bytes === undefined) && (missing7 = "max_request_body_bytes"))) || ((data49.cors_allowed_origins === undefined) && (missing7 = "cors_allowed_origins"))) || ((data49.cors_allow_credentials === undefined) && (missing7 = "cors_allow_credentials"))) || ((data49.cors_max_age === undefined) && (missing7 = "cors_max_age"))) || ((data49.allowed_workdir_prefixes === undefined) && (missing7 = "allowed_workdir_prefixes"))) || ((data49.blocked_workdir_prefixes === undefined) && (missing7 = "blocked_workdir_prefixes"))) || ((data49.default_workdir === undefined) && (missing7 = "default_workdir"))) || ((data49.max_permission === undefined) && (missing7 = "max_permission"))) || ((data49.metrics_enabled === undefined) && (missing7 = "metrics_enabled"))) || ((data49.max_runs === undefined) && (missing7 = "max_runs"))) || ((data49.max_queue === undefined) && (missing7 = "max_queue"))) || ((data49.queue_timeout_secs === undefined) && (missing7 = "queue_timeout_secs"))) || ((data49.env === undefined) && (missing7 = "env"))){
validate20.errors = [{instancePath:instancePath+"/server",schemaPath:"#/properties/server/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'"}];
return false;
}
else {
const _errs111 = errors;
for(const key10 in data49){
if(!(func1.call(schema31.properties.server.properties, key10))){
validate20.errors = [{instancePath:instancePath+"/server",schemaPath:"#/properties/server/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs111 === errors){
if(data49.host !== undefined){
const _errs112 = errors;
if(typeof data49.host !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/host",schemaPath:"#/properties/server/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs112 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.port !== undefined){
let data51 = data49.port;
const _errs114 = errors;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
validate20.errors = [{instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs114){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 65535 || isNaN(data51)){
validate20.errors = [{instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"}];
return false;
}
else {
if(data51 < 0 || isNaN(data51)){
validate20.errors = [{instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid19 = _errs114 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.request_timeout_secs !== undefined){
let data52 = data49.request_timeout_secs;
const _errs116 = errors;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
validate20.errors = [{instancePath:instancePath+"/server/request_timeout_secs",schemaPath:"#/properties/server/properties/request_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs116){
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 < 0 || isNaN(data52)){
validate20.errors = [{instancePath:instancePath+"/server/request_timeout_secs",schemaPath:"#/properties/server/properties/request_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs116 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.read_timeout_secs !== undefined){
let data53 = data49.read_timeout_secs;
const _errs118 = errors;
if(!(((typeof data53 == "number") && (!(data53 % 1) && !isNaN(data53))) && (isFinite(data53)))){
validate20.errors = [{instancePath:instancePath+"/server/read_timeout_secs",schemaPath:"#/properties/server/properties/read_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs118){
if((typeof data53 == "number") && (isFinite(data53))){
if(data53 < 0 || isNaN(data53)){
validate20.errors = [{instancePath:instancePath+"/server/read_timeout_secs",schemaPath:"#/properties/server/properties/read_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs118 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.write_timeout_secs !== undefined){
let data54 = data49.write_timeout_secs;
const _errs120 = errors;
if(!(((typeof data54 == "number") && (!(data54 % 1) && !isNaN(data54))) && (isFinite(data54)))){
validate20.errors = [{instancePath:instancePath+"/server/write_timeout_secs",schemaPath:"#/properties/server/properties/write_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs120){
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 < 0 || isNaN(data54)){
validate20.errors = [{instancePath:instancePath+"/server/write_timeout_secs",schemaPath:"#/properties/server/properties/write_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs120 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.idle_timeout_secs !== undefined){
let data55 = data49.idle_timeout_secs;
const _errs122 = errors;
if(!(((typeof data55 == "number") && (!(data55 % 1) && !isNaN(data55))) && (isFinite(data55)))){
validate20.errors = [{instancePath:instancePath+"/server/idle_timeout_secs",schemaPath:"#/properties/server/properties/idle_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs122){
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 < 0 || isNaN(data55)){
validate20.errors = [{instancePath:instancePath+"/server/idle_timeout_secs",schemaPath:"#/properties/server/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs122 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.shutdown_timeout_secs !== undefined){
let data56 = data49.shutdown_timeout_secs;
const _errs124 = errors;
if(!(((typeof data56 == "number") && (!(data56 % 1) && !isNaN(data56))) && (isFinite(data56)))){
validate20.errors = [{instancePath:instancePath+"/server/shutdown_timeout_secs",schemaPath:"#/properties/server/properties/shutdown_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs124){
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 < 0 || isNaN(data56)){
validate20.errors = [{instancePath:instancePath+"/server/shutdown_timeout_secs",schemaPath:"#/properties/server/properties/shutdown_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs124 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.api_keys_gopass_path !== undefined){
const _errs126 = errors;
if(typeof data49.api_keys_gopass_path !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/api_keys_gopass_path",schemaPath:"#/properties/server/properties/api_keys_gopass_path/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs126 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.keys !== undefined){
let data58 = data49.keys;
const _errs128 = errors;
if(errors === _errs128){
if(data58 && typeof data58 == "object" && !Array.isArray(data58)){
for(const key11 in data58){
let data59 = data58[key11];
const _errs131 = errors;
if(!(data59 && typeof data59 == "object" && !Array.isArray(data59))){
validate20.errors = [{instancePath:instancePath+"/server/keys/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/server/properties/keys/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
var valid20 = _errs131 === errors;
if(!valid20){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/keys",schemaPath:"#/properties/server/properties/keys/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid19 = _errs128 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.rate_limit_enabled !== undefined){
const _errs133 = errors;
if(typeof data49.rate_limit_enabled !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_enabled",schemaPath:"#/properties/server/properties/rate_limit_enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid19 = _errs133 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.rate_limit_rps !== undefined){
let data61 = data49.rate_limit_rps;
const _errs135 = errors;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_rps",schemaPath:"#/properties/server/properties/rate_limit_rps/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs135){
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 < 1 || isNaN(data61)){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_rps",schemaPath:"#/properties/server/properties/rate_limit_rps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid19 = _errs135 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.rate_limit_burst !== undefined){
let data62 = data49.rate_limit_burst;
const _errs137 = errors;
if(!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_burst",schemaPath:"#/properties/server/properties/rate_limit_burst/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs137){
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 < 0 || isNaN(data62)){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_burst",schemaPath:"#/properties/server/properties/rate_limit_burst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs137 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.rate_limit_cleanup_secs !== undefined){
let data63 = data49.rate_limit_cleanup_secs;
const _errs139 = errors;
if(!(((typeof data63 == "number") && (!(data63 % 1) && !isNaN(data63))) && (isFinite(data63)))){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_cleanup_secs",schemaPath:"#/properties/server/properties/rate_limit_cleanup_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs139){
if((typeof data63 == "number") && (isFinite(data63))){
if(data63 < 1 || isNaN(data63)){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_cleanup_secs",schemaPath:"#/properties/server/properties/rate_limit_cleanup_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid19 = _errs139 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.rate_limit_redis_url !== undefined){
const _errs141 = errors;
if(typeof data49.rate_limit_redis_url !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/rate_limit_redis_url",schemaPath:"#/properties/server/properties/rate_limit_redis_url/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs141 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.trusted_proxies !== undefined){
let data65 = data49.trusted_proxies;
const _errs143 = errors;
if(errors === _errs143){
if(Array.isArray(data65)){
var valid21 = true;
const len7 = data65.length;
for(let i9=0; i9<len7; i9++){
const _errs145 = errors;
if(typeof data65[i9] !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/trusted_proxies/" + i9,schemaPath:"#/properties/server/properties/trusted_proxies/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid21 = _errs145 === errors;
if(!valid21){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/trusted_proxies",schemaPath:"#/properties/server/properties/trusted_proxies/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs143 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.allowed_hosts !== undefined){
let data67 = data49.allowed_hosts;
const _errs147 = errors;
if(errors === _errs147){
if(Array.isArray(data67)){
var valid22 = true;
const len8 = data67.length;
for(let i10=0; i10<len8; i10++){
const _errs149 = errors;
if(typeof data67[i10] !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/allowed_hosts/" + i10,schemaPath:"#/properties/server/properties/allowed_hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs149 === errors;
if(!valid22){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/allowed_hosts",schemaPath:"#/properties/server/properties/allowed_hosts/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs147 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.max_request_body_bytes !== undefined){
let data69 = data49.max_request_body_bytes;
const _errs151 = errors;
if(!(((typeof data69 == "number") && (!(data69 % 1) && !isNaN(data69))) && (isFinite(data69)))){
validate20.errors = [{instancePath:instancePath+"/server/max_request_body_bytes",schemaPath:"#/properties/server/properties/max_request_body_bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs151){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 < 0 || isNaN(data69)){
validate20.errors = [{instancePath:instancePath+"/server/max_request_body_bytes",schemaPath:"#/properties/server/properties/max_request_body_bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs151 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.cors_allowed_origins !== undefined){
let data70 = data49.cors_allowed_origins;
const _errs153 = errors;
if(errors === _errs153){
if(Array.isArray(data70)){
var valid23 = true;
const len9 = data70.length;
for(let i11=0; i11<len9; i11++){
const _errs155 = errors;
if(typeof data70[i11] !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/cors_allowed_origins/" + i11,schemaPath:"#/properties/server/properties/cors_allowed_origins/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid23 = _errs155 === errors;
if(!valid23){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/cors_allowed_origins",schemaPath:"#/properties/server/properties/cors_allowed_origins/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs153 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.cors_allow_credentials !== undefined){
const _errs157 = errors;
if(typeof data49.cors_allow_credentials !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/server/cors_allow_credentials",schemaPath:"#/properties/server/properties/cors_allow_credentials/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid19 = _errs157 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.cors_max_age !== undefined){
let data73 = data49.cors_max_age;
const _errs159 = errors;
if(!(((typeof data73 == "number") && (!(data73 % 1) && !isNaN(data73))) && (isFinite(data73)))){
validate20.errors = [{instancePath:instancePath+"/server/cors_max_age",schemaPath:"#/properties/server/properties/cors_max_age/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs159){
if((typeof data73 == "number") && (isFinite(data73))){
if(data73 < 0 || isNaN(data73)){
validate20.errors = [{instancePath:instancePath+"/server/cors_max_age",schemaPath:"#/properties/server/properties/cors_max_age/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs159 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.allowed_workdir_prefixes !== undefined){
let data74 = data49.allowed_workdir_prefixes;
const _errs161 = errors;
if(errors === _errs161){
if(Array.isArray(data74)){
var valid24 = true;
const len10 = data74.length;
for(let i12=0; i12<len10; i12++){
const _errs163 = errors;
if(typeof data74[i12] !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/allowed_workdir_prefixes/" + i12,schemaPath:"#/properties/server/properties/allowed_workdir_prefixes/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid24 = _errs163 === errors;
if(!valid24){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/allowed_workdir_prefixes",schemaPath:"#/properties/server/properties/allowed_workdir_prefixes/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs161 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.blocked_workdir_prefixes !== undefined){
let data76 = data49.blocked_workdir_prefixes;
const _errs165 = errors;
if(errors === _errs165){
if(Array.isArray(data76)){
var valid25 = true;
const len11 = data76.length;
for(let i13=0; i13<len11; i13++){
const _errs167 = errors;
if(typeof data76[i13] !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/blocked_workdir_prefixes/" + i13,schemaPath:"#/properties/server/properties/blocked_workdir_prefixes/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid25 = _errs167 === errors;
if(!valid25){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/blocked_workdir_prefixes",schemaPath:"#/properties/server/properties/blocked_workdir_prefixes/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs165 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.default_workdir !== undefined){
const _errs169 = errors;
if(typeof data49.default_workdir !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/default_workdir",schemaPath:"#/properties/server/properties/default_workdir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs169 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.max_permission !== undefined){
let data79 = data49.max_permission;
const _errs171 = errors;
if(typeof data79 !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/max_permission",schemaPath:"#/properties/server/properties/max_permission/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data79 === "read-only") || (data79 === "workspace")) || (data79 === "full"))){
validate20.errors = [{instancePath:instancePath+"/server/max_permission",schemaPath:"#/properties/server/properties/max_permission/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.max_permission.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid19 = _errs171 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.metrics_enabled !== undefined){
const _errs173 = errors;
if(typeof data49.metrics_enabled !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/server/metrics_enabled",schemaPath:"#/properties/server/properties/metrics_enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid19 = _errs173 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.max_runs !== undefined){
let data81 = data49.max_runs;
const _errs175 = errors;
if(!(((typeof data81 == "number") && (!(data81 % 1) && !isNaN(data81))) && (isFinite(data81)))){
validate20.errors = [{instancePath:instancePath+"/server/max_runs",schemaPath:"#/properties/server/properties/max_runs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs175){
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 < 0 || isNaN(data81)){
validate20.errors = [{instancePath:instancePath+"/server/max_runs",schemaPath:"#/properties/server/properties/max_runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs175 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.max_queue !== undefined){
let data82 = data49.max_queue;
const _errs177 = errors;
if(!(((typeof data82 == "number") && (!(data82 % 1) && !isNaN(data82))) && (isFinite(data82)))){
validate20.errors = [{instancePath:instancePath+"/server/max_queue",schemaPath:"#/properties/server/properties/max_queue/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs177){
if((typeof data82 == "number") && (isFinite(data82))){
if(data82 < 0 || isNaN(data82)){
validate20.errors = [{instancePath:instancePath+"/server/max_queue",schemaPath:"#/properties/server/properties/max_queue/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs177 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.queue_timeout_secs !== undefined){
let data83 = data49.queue_timeout_secs;
const _errs179 = errors;
if(!(((typeof data83 == "number") && (!(data83 % 1) && !isNaN(data83))) && (isFinite(data83)))){
validate20.errors = [{instancePath:instancePath+"/server/queue_timeout_secs",schemaPath:"#/properties/server/properties/queue_timeout_secs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs179){
if((typeof data83 == "number") && (isFinite(data83))){
if(data83 < 0 || isNaN(data83)){
validate20.errors = [{instancePath:instancePath+"/server/queue_timeout_secs",schemaPath:"#/properties/server/properties/queue_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs179 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data49.env !== undefined){
let data84 = data49.env;
const _errs181 = errors;
if(typeof data84 !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/env",schemaPath:"#/properties/server/properties/env/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data84 === "inherit") || (data84 === "strict"))){
validate20.errors = [{instancePath:instancePath+"/server/env",schemaPath:"#/properties/server/properties/env/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.env.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid19 = _errs181 === errors;
}
else {
var valid19 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server",schemaPath:"#/properties/server/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs109 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mcp !== undefined){
let data85 = data.mcp;
const _errs183 = errors;
if(errors === _errs183){
if(data85 && typeof data85 == "object" && !Array.isArray(data85)){
const _errs185 = errors;
for(const key12 in data85){
if(!(((((key12 === "transport") || (key12 === "host")) || (key12 === "port")) || (key12 === "http_path")) || (key12 === "expose_health"))){
validate20.errors = [{instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs185 === errors){
if(data85.transport !== undefined){
let data86 = data85.transport;
const _errs186 = errors;
if(typeof data86 !== "string"){
validate20.errors = [{instancePath:instancePath+"/mcp/transport",schemaPath:"#/properties/mcp/properties/transport/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data86 === "stdio") || (data86 === "http"))){
validate20.errors = [{instancePath:instancePath+"/mcp/transport",schemaPath:"#/properties/mcp/properties/transport/enum",keyword:"enum",params:{allowedValues: schema31.properties.mcp.properties.transport.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid26 = _errs186 === errors;
}
else {
var valid26 = true;
}
if(valid26){
if(data85.host !== undefined){
const _errs188 = errors;
if(typeof data85.host !== "string"){
validate20.errors = [{instancePath:instancePath+"/mcp/host",schemaPath:"#/properties/mcp/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid26 = _errs188 === errors;
}
else {
var valid26 = true;
}
if(valid26){
if(data85.port !== undefined){
let data88 = data85.port;
const _errs190 = errors;
if(!(((typeof data88 == "number") && (!(data88 % 1) && !isNaN(data88))) && (isFinite(data88)))){
validate20.errors = [{instancePath:instancePath+"/mcp/port",schemaPath:"#/properties/mcp/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs190){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 > 65535 || isNaN(data88)){
validate20.errors = [{instancePath:instancePath+"/mcp/port",schemaPath:"#/properties/mcp/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"}];
return false;
}
else {
if(data88 < 0 || isNaN(data88)){
validate20.errors = [{instancePath:instancePath+"/mcp/port",schemaPath:"#/properties/mcp/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid26 = _errs190 === errors;
}
else {
var valid26 = true;
}
if(valid26){
if(data85.http_path !== undefined){
const _errs192 = errors;
if(typeof data85.http_path !== "string"){
validate20.errors = [{instancePath:instancePath+"/mcp/http_path",schemaPath:"#/properties/mcp/properties/http_path/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid26 = _errs192 === errors;
}
else {
var valid26 = true;
}
if(valid26){
if(data85.expose_health !== undefined){
const _errs194 = errors;
if(typeof data85.expose_health !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/mcp/expose_health",schemaPath:"#/properties/mcp/properties/expose_health/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid26 = _errs194 === errors;
}
else {
var valid26 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/mcp",schemaPath:"#/properties/mcp/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs183 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
