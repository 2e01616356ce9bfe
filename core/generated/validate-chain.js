// Generated from src/schema by `npm run generate`. Do not edit.
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["steps"],"properties":{"steps":{"type":"array","maxItems":10000,"description":"The steps, at least one; each with one of `prompt`, `parallel` and `compare`.","items":{"type":"object","additionalProperties":false,"properties":{"prompt":{"type":"string","description":"What to ask. Reaches the model literally."},"backend":{"type":"string","description":"Backend; absent: `default_backend`."},"fallback":{"type":"array","items":{"type":"string"},"description":"Backends to ask, in order, when one fails before the first text of its answer; empty: none; absent: as configured."},"model":{"type":"string","pattern":"^[^\\x00-\\x1f\\x7f]{0,256}$","description":"Model, passed to the CLI unchanged; absent: as configured."},"workdir":{"type":"string","description":"Directory the CLI runs in: over HTTP and MCP an absolute one; elsewhere a relative one counts from the directory of whoever asks."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"What the CLI may do to the machine."},"system_prompt":{"type":"string","description":"System prompt."},"max_turns":{"type":"integer","minimum":0,"description":"Model steps at most; 0: no limit."},"allowed_tools":{"type":["string","array"],"items":{"type":"string"},"description":"Tools that may run without asking: a list, or a text parted by commas."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use: over HTTP and MCP absolute ones; elsewhere relative ones count from `workdir`."},"extra":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time of the run, seconds; 0: no limit."},"idle_timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time without any event, seconds; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"description":"How often the CLI may repeat a failed model request."},"ephemeral":{"type":"boolean","description":"true: leave no trace of the conversation; false: keep it in a session."},"verbose":{"type":"boolean","description":"Put the command that was run into the result (`command`)."},"max_tokens":{"type":"integer","minimum":0,"description":"Only 0, for no CLI can limit its output."},"metadata":{"type":"object","additionalProperties":{"type":"string"},"description":"Texts of your own; they come back in the result, and stay with the session where one is kept."},"name":{"type":"string","description":"A name of its own, for references and for people."},"when":{"type":"object","additionalProperties":false,"required":["step","is"],"properties":{"step":{"type":["string","integer"],"description":"An earlier step, by name or by number from 1."},"is":{"type":"string","enum":["completed","failed","skipped"],"description":"How it has to have ended."}},"description":"The step runs only if an earlier one ended like this; else it is skipped. After a failure that stops the chain, only steps that wait for a failure run."},"retry":{"type":"object","additionalProperties":false,"required":["count"],"properties":{"count":{"type":"integer","minimum":0,"maximum":20,"description":"Further attempts after a failure that may pass."},"delay_secs":{"type":"number","minimum":0,"maximum":86400,"description":"Time before each of them, seconds; absent: none."}},"description":"Try the whole step again when it fails. `max_retries` is something else: what the CLI itself repeats."},"timeout":{"type":"number","minimum":0,"maximum":2073600,"description":"The same as `timeout_secs`."},"session":{"type":"string","enum":["new","continue"],"description":"`continue`: go on with the newest session that a step of this chain left on the same backend. Absent: `new`."},"parallel":{"type":"object","additionalProperties":false,"required":["tasks"],"properties":{"tasks":{"type":"array","maxItems":10000,"description":"The runs, at least one.","items":{"type":"object","additionalProperties":false,"required":["prompt"],"properties":{"prompt":{"type":"string","description":"What to ask. Reaches the model literally."},"backend":{"type":"string","description":"Backend; absent: `default_backend`."},"fallback":{"type":"array","items":{"type":"string"},"description":"Backends to ask, in order, when one fails before the first text of its answer; empty: none; absent: as configured."},"model":{"type":"string","pattern":"^[^\\x00-\\x1f\\x7f]{0,256}$","description":"Model, passed to the CLI unchanged; absent: as configured."},"workdir":{"type":"string","description":"Directory the CLI runs in: over HTTP and MCP an absolute one; elsewhere a relative one counts from the directory of whoever asks."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"What the CLI may do to the machine."},"system_prompt":{"type":"string","description":"System prompt."},"max_turns":{"type":"integer","minimum":0,"description":"Model steps at most; 0: no limit."},"allowed_tools":{"type":["string","array"],"items":{"type":"string"},"description":"Tools that may run without asking: a list, or a text parted by commas."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use: over HTTP and MCP absolute ones; elsewhere relative ones count from `workdir`."},"extra":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time of the run, seconds; 0: no limit."},"idle_timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time without any event, seconds; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"description":"How often the CLI may repeat a failed model request."},"ephemeral":{"type":"boolean","description":"true: leave no trace of the conversation; false: keep it in a session."},"verbose":{"type":"boolean","description":"Put the command that was run into the result (`command`)."},"dry_run":{"type":"boolean","description":"Say what would be run (`command`), and run nothing."},"output_format":{"type":"string","enum":["default","text","json","stream-json"],"description":"How the answer of a single prompt is given. Inside of a list of runs `text` and `json` mean the same, the result of the run, and `stream-json` is refused."},"max_tokens":{"type":"integer","minimum":0,"description":"Only 0, for no CLI can limit its output."},"metadata":{"type":"object","additionalProperties":{"type":"string"},"description":"Texts of your own; they come back in the result, and stay with the session where one is kept."},"id":{"type":"string","description":"Your id; it comes back as `task_id` and names the file in `output_dir`."},"name":{"type":"string","description":"Your name for it; it comes back as `task_name`."},"tags":{"type":"array","maxItems":100,"items":{"type":"string","pattern":"^[\\s\\S]{1,100}$"},"description":"Your tags; they come back in the result, and stay with the session where one is kept."},"meta":{"type":"object","description":"Anything of yours; it comes back in the result."}}}},"max_parallel":{"type":"integer","minimum":1,"description":"Runs at the same time; absent: `parallel.max_workers`. Never more than there are places for runs (`server.max_runs`)."},"fail_fast":{"type":"boolean","description":"true: the first failure ends all the others; absent: `parallel.fail_fast`."}},"description":"Instead of `prompt`: run these tasks at the same time."},"compare":{"type":"object","additionalProperties":false,"required":["prompt"],"properties":{"prompt":{"type":"string","description":"What to ask. Reaches the model literally."},"model":{"type":"string","pattern":"^[^\\x00-\\x1f\\x7f]{0,256}$","description":"Model, passed to the CLI unchanged; absent: as configured."},"workdir":{"type":"string","description":"Directory the CLI runs in: over HTTP and MCP an absolute one; elsewhere a relative one counts from the directory of whoever asks."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"What the CLI may do to the machine."},"system_prompt":{"type":"string","description":"System prompt."},"max_turns":{"type":"integer","minimum":0,"description":"Model steps at most; 0: no limit."},"allowed_tools":{"type":["string","array"],"items":{"type":"string"},"description":"Tools that may run without asking: a list, or a text parted by commas."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use: over HTTP and MCP absolute ones; elsewhere relative ones count from `workdir`."},"extra":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time of the run, seconds; 0: no limit."},"idle_timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time without any event, seconds; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"description":"How often the CLI may repeat a failed model request."},"max_tokens":{"type":"integer","minimum":0,"description":"Only 0, for no CLI can limit its output."},"metadata":{"type":"object","additionalProperties":{"type":"string"},"description":"Texts of your own; they come back in the result, and stay with the session where one is kept."},"backends":{"type":"array","items":{"type":"string"},"description":"The backends, each once."},"all_backends":{"type":"boolean","description":"true: every backend that is available, instead of `backends`."},"sequential":{"type":"boolean","description":"true: one after the other, in the order of `backends`; absent: all at once."}},"description":"Instead of `prompt`: ask several backends the same."}}}},"stop_on_failure":{"type":"boolean","description":"false: go on after a step that failed; absent: true."},"pass_working_dir":{"type":"boolean","description":"true: a step without `workdir` works where the step before it did."},"persist_sessions":{"type":"boolean","description":"true: keep each step in a session; absent: the steps leave no trace."},"pass_session_id":{"type":"boolean","description":"The same as `persist_sessions`."},"input":{"type":"string","description":"What `{{input}}` stands for, unless whoever starts the chain gives another text."},"dry_run":{"type":"boolean","description":"Say of every step what would be run, and run nothing."}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[^\\x00-\\x1f\\x7f]{0,256}$", "");
const pattern6 = new RegExp("^[\\s\\S]{1,100}$", "");

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
if((data.steps === undefined) && (missing0 = "steps")){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "steps") || (key0 === "stop_on_failure")) || (key0 === "pass_working_dir")) || (key0 === "persist_sessions")) || (key0 === "pass_session_id")) || (key0 === "input")) || (key0 === "dry_run"))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.steps !== undefined){
let data0 = data.steps;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
if(data0.length > 10000){
validate20.errors = [{instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items"}];
return false;
}
else {
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
const _errs6 = errors;
for(const key1 in data1){
if(!(func1.call(schema31.properties.steps.items.properties, key1))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0,schemaPath:"#/properties/steps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.prompt !== undefined){
const _errs7 = errors;
if(typeof data1.prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/prompt",schemaPath:"#/properties/steps/items/properties/prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs7 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.backend !== undefined){
const _errs9 = errors;
if(typeof data1.backend !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/backend",schemaPath:"#/properties/steps/items/properties/backend/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.fallback !== undefined){
let data4 = data1.fallback;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data4)){
var valid3 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs13 = errors;
if(typeof data4[i1] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/fallback/" + i1,schemaPath:"#/properties/steps/items/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs13 === errors;
if(!valid3){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/fallback",schemaPath:"#/properties/steps/items/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.model !== undefined){
let data6 = data1.model;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data6 === "string"){
if(!pattern4.test(data6)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/model",schemaPath:"#/properties/steps/items/properties/model/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f]{0,256}$"},message:"must match pattern \""+"^[^\\x00-\\x1f\\x7f]{0,256}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/model",schemaPath:"#/properties/steps/items/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.workdir !== undefined){
const _errs17 = errors;
if(typeof data1.workdir !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/workdir",schemaPath:"#/properties/steps/items/properties/workdir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.approval_mode !== undefined){
let data8 = data1.approval_mode;
const _errs19 = errors;
if(typeof data8 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/approval_mode",schemaPath:"#/properties/steps/items/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data8 === "default") || (data8 === "auto")) || (data8 === "none")) || (data8 === "always"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/approval_mode",schemaPath:"#/properties/steps/items/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.sandbox_mode !== undefined){
let data9 = data1.sandbox_mode;
const _errs21 = errors;
if(typeof data9 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/sandbox_mode",schemaPath:"#/properties/steps/items/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data9 === "default") || (data9 === "read-only")) || (data9 === "workspace")) || (data9 === "full"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/sandbox_mode",schemaPath:"#/properties/steps/items/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.system_prompt !== undefined){
const _errs23 = errors;
if(typeof data1.system_prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/system_prompt",schemaPath:"#/properties/steps/items/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.max_turns !== undefined){
let data11 = data1.max_turns;
const _errs25 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_turns",schemaPath:"#/properties/steps/items/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs25){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_turns",schemaPath:"#/properties/steps/items/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.allowed_tools !== undefined){
let data12 = data1.allowed_tools;
const _errs27 = errors;
if((typeof data12 !== "string") && (!(Array.isArray(data12)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/allowed_tools",schemaPath:"#/properties/steps/items/properties/allowed_tools/type",keyword:"type",params:{type: schema31.properties.steps.items.properties.allowed_tools.type},message:"must be string,array"}];
return false;
}
if(errors === _errs27){
if(Array.isArray(data12)){
var valid4 = true;
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
const _errs29 = errors;
if(typeof data12[i2] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/allowed_tools/" + i2,schemaPath:"#/properties/steps/items/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs29 === errors;
if(!valid4){
break;
}
}
}
}
var valid2 = _errs27 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.allowed_dirs !== undefined){
let data14 = data1.allowed_dirs;
const _errs31 = errors;
if(errors === _errs31){
if(Array.isArray(data14)){
var valid5 = true;
const len3 = data14.length;
for(let i3=0; i3<len3; i3++){
const _errs33 = errors;
if(typeof data14[i3] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/allowed_dirs/" + i3,schemaPath:"#/properties/steps/items/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs33 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/allowed_dirs",schemaPath:"#/properties/steps/items/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs31 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.extra !== undefined){
let data16 = data1.extra;
const _errs35 = errors;
if(errors === _errs35){
if(Array.isArray(data16)){
var valid6 = true;
const len4 = data16.length;
for(let i4=0; i4<len4; i4++){
const _errs37 = errors;
if(typeof data16[i4] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/extra/" + i4,schemaPath:"#/properties/steps/items/properties/extra/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs37 === errors;
if(!valid6){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/extra",schemaPath:"#/properties/steps/items/properties/extra/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs35 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.timeout_secs !== undefined){
let data18 = data1.timeout_secs;
const _errs39 = errors;
if(errors === _errs39){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 2073600 || isNaN(data18)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/timeout_secs",schemaPath:"#/properties/steps/items/properties/timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data18 < 0 || isNaN(data18)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/timeout_secs",schemaPath:"#/properties/steps/items/properties/timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/timeout_secs",schemaPath:"#/properties/steps/items/properties/timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid2 = _errs39 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.idle_timeout_secs !== undefined){
let data19 = data1.idle_timeout_secs;
const _errs41 = errors;
if(errors === _errs41){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 2073600 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data19 < 0 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/idle_timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid2 = _errs41 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.max_retries !== undefined){
let data20 = data1.max_retries;
const _errs43 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_retries",schemaPath:"#/properties/steps/items/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs43){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 20 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_retries",schemaPath:"#/properties/steps/items/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data20 < 0 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_retries",schemaPath:"#/properties/steps/items/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid2 = _errs43 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.ephemeral !== undefined){
const _errs45 = errors;
if(typeof data1.ephemeral !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/ephemeral",schemaPath:"#/properties/steps/items/properties/ephemeral/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid2 = _errs45 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.verbose !== undefined){
const _errs47 = errors;
if(typeof data1.verbose !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/verbose",schemaPath:"#/properties/steps/items/properties/verbose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid2 = _errs47 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.max_tokens !== undefined){
let data23 = data1.max_tokens;
const _errs49 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_tokens",schemaPath:"#/properties/steps/items/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs49){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 0 || isNaN(data23)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/max_tokens",schemaPath:"#/properties/steps/items/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs49 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.metadata !== undefined){
let data24 = data1.metadata;
const _errs51 = errors;
if(errors === _errs51){
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key2 in data24){
const _errs54 = errors;
if(typeof data24[key2] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/metadata/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/steps/items/properties/metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs54 === errors;
if(!valid7){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/metadata",schemaPath:"#/properties/steps/items/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs51 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.name !== undefined){
const _errs56 = errors;
if(typeof data1.name !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/name",schemaPath:"#/properties/steps/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs56 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.when !== undefined){
let data27 = data1.when;
const _errs58 = errors;
if(errors === _errs58){
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
let missing1;
if(((data27.step === undefined) && (missing1 = "step")) || ((data27.is === undefined) && (missing1 = "is"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/when",schemaPath:"#/properties/steps/items/properties/when/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs60 = errors;
for(const key3 in data27){
if(!((key3 === "step") || (key3 === "is"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/when",schemaPath:"#/properties/steps/items/properties/when/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs60 === errors){
if(data27.step !== undefined){
let data28 = data27.step;
const _errs61 = errors;
if((typeof data28 !== "string") && (!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28))))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/when/step",schemaPath:"#/properties/steps/items/properties/when/properties/step/type",keyword:"type",params:{type: schema31.properties.steps.items.properties.when.properties.step.type},message:"must be string,integer"}];
return false;
}
var valid8 = _errs61 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data27.is !== undefined){
let data29 = data27.is;
const _errs63 = errors;
if(typeof data29 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/when/is",schemaPath:"#/properties/steps/items/properties/when/properties/is/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data29 === "completed") || (data29 === "failed")) || (data29 === "skipped"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/when/is",schemaPath:"#/properties/steps/items/properties/when/properties/is/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.when.properties.is.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid8 = _errs63 === errors;
}
else {
var valid8 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/when",schemaPath:"#/properties/steps/items/properties/when/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs58 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.retry !== undefined){
let data30 = data1.retry;
const _errs65 = errors;
if(errors === _errs65){
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
let missing2;
if((data30.count === undefined) && (missing2 = "count")){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry",schemaPath:"#/properties/steps/items/properties/retry/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs67 = errors;
for(const key4 in data30){
if(!((key4 === "count") || (key4 === "delay_secs"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry",schemaPath:"#/properties/steps/items/properties/retry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs67 === errors){
if(data30.count !== undefined){
let data31 = data30.count;
const _errs68 = errors;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry/count",schemaPath:"#/properties/steps/items/properties/retry/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs68){
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 20 || isNaN(data31)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry/count",schemaPath:"#/properties/steps/items/properties/retry/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data31 < 0 || isNaN(data31)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry/count",schemaPath:"#/properties/steps/items/properties/retry/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid9 = _errs68 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data30.delay_secs !== undefined){
let data32 = data30.delay_secs;
const _errs70 = errors;
if(errors === _errs70){
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 86400 || isNaN(data32)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry/delay_secs",schemaPath:"#/properties/steps/items/properties/retry/properties/delay_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"}];
return false;
}
else {
if(data32 < 0 || isNaN(data32)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry/delay_secs",schemaPath:"#/properties/steps/items/properties/retry/properties/delay_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry/delay_secs",schemaPath:"#/properties/steps/items/properties/retry/properties/delay_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid9 = _errs70 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/retry",schemaPath:"#/properties/steps/items/properties/retry/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs65 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.timeout !== undefined){
let data33 = data1.timeout;
const _errs72 = errors;
if(errors === _errs72){
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 2073600 || isNaN(data33)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/timeout",schemaPath:"#/properties/steps/items/properties/timeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data33 < 0 || isNaN(data33)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/timeout",schemaPath:"#/properties/steps/items/properties/timeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/timeout",schemaPath:"#/properties/steps/items/properties/timeout/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid2 = _errs72 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.session !== undefined){
let data34 = data1.session;
const _errs74 = errors;
if(typeof data34 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/session",schemaPath:"#/properties/steps/items/properties/session/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data34 === "new") || (data34 === "continue"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/session",schemaPath:"#/properties/steps/items/properties/session/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.session.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs74 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.parallel !== undefined){
let data35 = data1.parallel;
const _errs76 = errors;
if(errors === _errs76){
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
let missing3;
if((data35.tasks === undefined) && (missing3 = "tasks")){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel",schemaPath:"#/properties/steps/items/properties/parallel/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs78 = errors;
for(const key5 in data35){
if(!(((key5 === "tasks") || (key5 === "max_parallel")) || (key5 === "fail_fast"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel",schemaPath:"#/properties/steps/items/properties/parallel/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs78 === errors){
if(data35.tasks !== undefined){
let data36 = data35.tasks;
const _errs79 = errors;
if(errors === _errs79){
if(Array.isArray(data36)){
if(data36.length > 10000){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items"}];
return false;
}
else {
var valid11 = true;
const len5 = data36.length;
for(let i5=0; i5<len5; i5++){
let data37 = data36[i5];
const _errs81 = errors;
if(errors === _errs81){
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
let missing4;
if((data37.prompt === undefined) && (missing4 = "prompt")){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs83 = errors;
for(const key6 in data37){
if(!(func1.call(schema31.properties.steps.items.properties.parallel.properties.tasks.items.properties, key6))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs83 === errors){
if(data37.prompt !== undefined){
const _errs84 = errors;
if(typeof data37.prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/prompt",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs84 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.backend !== undefined){
const _errs86 = errors;
if(typeof data37.backend !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/backend",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/backend/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs86 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.fallback !== undefined){
let data40 = data37.fallback;
const _errs88 = errors;
if(errors === _errs88){
if(Array.isArray(data40)){
var valid13 = true;
const len6 = data40.length;
for(let i6=0; i6<len6; i6++){
const _errs90 = errors;
if(typeof data40[i6] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/fallback/" + i6,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs90 === errors;
if(!valid13){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/fallback",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid12 = _errs88 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.model !== undefined){
let data42 = data37.model;
const _errs92 = errors;
if(errors === _errs92){
if(typeof data42 === "string"){
if(!pattern4.test(data42)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/model",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/model/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f]{0,256}$"},message:"must match pattern \""+"^[^\\x00-\\x1f\\x7f]{0,256}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/model",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid12 = _errs92 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.workdir !== undefined){
const _errs94 = errors;
if(typeof data37.workdir !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/workdir",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/workdir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs94 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.approval_mode !== undefined){
let data44 = data37.approval_mode;
const _errs96 = errors;
if(typeof data44 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/approval_mode",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data44 === "default") || (data44 === "auto")) || (data44 === "none")) || (data44 === "always"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/approval_mode",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.parallel.properties.tasks.items.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid12 = _errs96 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.sandbox_mode !== undefined){
let data45 = data37.sandbox_mode;
const _errs98 = errors;
if(typeof data45 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/sandbox_mode",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data45 === "default") || (data45 === "read-only")) || (data45 === "workspace")) || (data45 === "full"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/sandbox_mode",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.parallel.properties.tasks.items.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid12 = _errs98 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.system_prompt !== undefined){
const _errs100 = errors;
if(typeof data37.system_prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/system_prompt",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs100 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.max_turns !== undefined){
let data47 = data37.max_turns;
const _errs102 = errors;
if(!(((typeof data47 == "number") && (!(data47 % 1) && !isNaN(data47))) && (isFinite(data47)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_turns",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs102){
if((typeof data47 == "number") && (isFinite(data47))){
if(data47 < 0 || isNaN(data47)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_turns",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid12 = _errs102 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.allowed_tools !== undefined){
let data48 = data37.allowed_tools;
const _errs104 = errors;
if((typeof data48 !== "string") && (!(Array.isArray(data48)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/allowed_tools",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/allowed_tools/type",keyword:"type",params:{type: schema31.properties.steps.items.properties.parallel.properties.tasks.items.properties.allowed_tools.type},message:"must be string,array"}];
return false;
}
if(errors === _errs104){
if(Array.isArray(data48)){
var valid14 = true;
const len7 = data48.length;
for(let i7=0; i7<len7; i7++){
const _errs106 = errors;
if(typeof data48[i7] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/allowed_tools/" + i7,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid14 = _errs106 === errors;
if(!valid14){
break;
}
}
}
}
var valid12 = _errs104 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.allowed_dirs !== undefined){
let data50 = data37.allowed_dirs;
const _errs108 = errors;
if(errors === _errs108){
if(Array.isArray(data50)){
var valid15 = true;
const len8 = data50.length;
for(let i8=0; i8<len8; i8++){
const _errs110 = errors;
if(typeof data50[i8] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/allowed_dirs/" + i8,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid15 = _errs110 === errors;
if(!valid15){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/allowed_dirs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid12 = _errs108 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.extra !== undefined){
let data52 = data37.extra;
const _errs112 = errors;
if(errors === _errs112){
if(Array.isArray(data52)){
var valid16 = true;
const len9 = data52.length;
for(let i9=0; i9<len9; i9++){
const _errs114 = errors;
if(typeof data52[i9] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/extra/" + i9,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/extra/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid16 = _errs114 === errors;
if(!valid16){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/extra",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/extra/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid12 = _errs112 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.timeout_secs !== undefined){
let data54 = data37.timeout_secs;
const _errs116 = errors;
if(errors === _errs116){
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 > 2073600 || isNaN(data54)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/timeout_secs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data54 < 0 || isNaN(data54)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/timeout_secs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/timeout_secs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid12 = _errs116 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.idle_timeout_secs !== undefined){
let data55 = data37.idle_timeout_secs;
const _errs118 = errors;
if(errors === _errs118){
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 > 2073600 || isNaN(data55)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data55 < 0 || isNaN(data55)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/idle_timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid12 = _errs118 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.max_retries !== undefined){
let data56 = data37.max_retries;
const _errs120 = errors;
if(!(((typeof data56 == "number") && (!(data56 % 1) && !isNaN(data56))) && (isFinite(data56)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_retries",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs120){
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 > 20 || isNaN(data56)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_retries",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data56 < 0 || isNaN(data56)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_retries",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid12 = _errs120 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.ephemeral !== undefined){
const _errs122 = errors;
if(typeof data37.ephemeral !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/ephemeral",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/ephemeral/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid12 = _errs122 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.verbose !== undefined){
const _errs124 = errors;
if(typeof data37.verbose !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/verbose",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/verbose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid12 = _errs124 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.dry_run !== undefined){
const _errs126 = errors;
if(typeof data37.dry_run !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/dry_run",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid12 = _errs126 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.output_format !== undefined){
let data60 = data37.output_format;
const _errs128 = errors;
if(typeof data60 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/output_format",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/output_format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data60 === "default") || (data60 === "text")) || (data60 === "json")) || (data60 === "stream-json"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/output_format",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/output_format/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.parallel.properties.tasks.items.properties.output_format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid12 = _errs128 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.max_tokens !== undefined){
let data61 = data37.max_tokens;
const _errs130 = errors;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_tokens",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs130){
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 < 0 || isNaN(data61)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/max_tokens",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid12 = _errs130 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.metadata !== undefined){
let data62 = data37.metadata;
const _errs132 = errors;
if(errors === _errs132){
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
for(const key7 in data62){
const _errs135 = errors;
if(typeof data62[key7] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/metadata/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid17 = _errs135 === errors;
if(!valid17){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/metadata",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid12 = _errs132 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.id !== undefined){
const _errs137 = errors;
if(typeof data37.id !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/id",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs137 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.name !== undefined){
const _errs139 = errors;
if(typeof data37.name !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/name",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs139 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.tags !== undefined){
let data66 = data37.tags;
const _errs141 = errors;
if(errors === _errs141){
if(Array.isArray(data66)){
if(data66.length > 100){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/tags",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/tags/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items"}];
return false;
}
else {
var valid18 = true;
const len10 = data66.length;
for(let i10=0; i10<len10; i10++){
let data67 = data66[i10];
const _errs143 = errors;
if(errors === _errs143){
if(typeof data67 === "string"){
if(!pattern6.test(data67)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/tags/" + i10,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[\\s\\S]{1,100}$"},message:"must match pattern \""+"^[\\s\\S]{1,100}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/tags/" + i10,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid18 = _errs143 === errors;
if(!valid18){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/tags",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid12 = _errs141 === errors;
}
else {
var valid12 = true;
}
if(valid12){
if(data37.meta !== undefined){
let data68 = data37.meta;
const _errs145 = errors;
if(!(data68 && typeof data68 == "object" && !Array.isArray(data68))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5+"/meta",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/properties/meta/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
var valid12 = _errs145 === errors;
}
else {
var valid12 = true;
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
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks/" + i5,schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid11 = _errs81 === errors;
if(!valid11){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/tasks",schemaPath:"#/properties/steps/items/properties/parallel/properties/tasks/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid10 = _errs79 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data35.max_parallel !== undefined){
let data69 = data35.max_parallel;
const _errs147 = errors;
if(!(((typeof data69 == "number") && (!(data69 % 1) && !isNaN(data69))) && (isFinite(data69)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/max_parallel",schemaPath:"#/properties/steps/items/properties/parallel/properties/max_parallel/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs147){
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 < 1 || isNaN(data69)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/max_parallel",schemaPath:"#/properties/steps/items/properties/parallel/properties/max_parallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid10 = _errs147 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data35.fail_fast !== undefined){
const _errs149 = errors;
if(typeof data35.fail_fast !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel/fail_fast",schemaPath:"#/properties/steps/items/properties/parallel/properties/fail_fast/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid10 = _errs149 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/parallel",schemaPath:"#/properties/steps/items/properties/parallel/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs76 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.compare !== undefined){
let data71 = data1.compare;
const _errs151 = errors;
if(errors === _errs151){
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
let missing5;
if((data71.prompt === undefined) && (missing5 = "prompt")){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare",schemaPath:"#/properties/steps/items/properties/compare/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"}];
return false;
}
else {
const _errs153 = errors;
for(const key8 in data71){
if(!(func1.call(schema31.properties.steps.items.properties.compare.properties, key8))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare",schemaPath:"#/properties/steps/items/properties/compare/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs153 === errors){
if(data71.prompt !== undefined){
const _errs154 = errors;
if(typeof data71.prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/prompt",schemaPath:"#/properties/steps/items/properties/compare/properties/prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs154 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.model !== undefined){
let data73 = data71.model;
const _errs156 = errors;
if(errors === _errs156){
if(typeof data73 === "string"){
if(!pattern4.test(data73)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/model",schemaPath:"#/properties/steps/items/properties/compare/properties/model/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f]{0,256}$"},message:"must match pattern \""+"^[^\\x00-\\x1f\\x7f]{0,256}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/model",schemaPath:"#/properties/steps/items/properties/compare/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid19 = _errs156 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.workdir !== undefined){
const _errs158 = errors;
if(typeof data71.workdir !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/workdir",schemaPath:"#/properties/steps/items/properties/compare/properties/workdir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs158 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.approval_mode !== undefined){
let data75 = data71.approval_mode;
const _errs160 = errors;
if(typeof data75 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/approval_mode",schemaPath:"#/properties/steps/items/properties/compare/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data75 === "default") || (data75 === "auto")) || (data75 === "none")) || (data75 === "always"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/approval_mode",schemaPath:"#/properties/steps/items/properties/compare/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.compare.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid19 = _errs160 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.sandbox_mode !== undefined){
let data76 = data71.sandbox_mode;
const _errs162 = errors;
if(typeof data76 !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/sandbox_mode",schemaPath:"#/properties/steps/items/properties/compare/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data76 === "default") || (data76 === "read-only")) || (data76 === "workspace")) || (data76 === "full"))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/sandbox_mode",schemaPath:"#/properties/steps/items/properties/compare/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.steps.items.properties.compare.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid19 = _errs162 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.system_prompt !== undefined){
const _errs164 = errors;
if(typeof data71.system_prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/system_prompt",schemaPath:"#/properties/steps/items/properties/compare/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid19 = _errs164 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.max_turns !== undefined){
let data78 = data71.max_turns;
const _errs166 = errors;
if(!(((typeof data78 == "number") && (!(data78 % 1) && !isNaN(data78))) && (isFinite(data78)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_turns",schemaPath:"#/properties/steps/items/properties/compare/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs166){
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 < 0 || isNaN(data78)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_turns",schemaPath:"#/properties/steps/items/properties/compare/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs166 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.allowed_tools !== undefined){
let data79 = data71.allowed_tools;
const _errs168 = errors;
if((typeof data79 !== "string") && (!(Array.isArray(data79)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/allowed_tools",schemaPath:"#/properties/steps/items/properties/compare/properties/allowed_tools/type",keyword:"type",params:{type: schema31.properties.steps.items.properties.compare.properties.allowed_tools.type},message:"must be string,array"}];
return false;
}
if(errors === _errs168){
if(Array.isArray(data79)){
var valid20 = true;
const len11 = data79.length;
for(let i11=0; i11<len11; i11++){
const _errs170 = errors;
if(typeof data79[i11] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/allowed_tools/" + i11,schemaPath:"#/properties/steps/items/properties/compare/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid20 = _errs170 === errors;
if(!valid20){
break;
}
}
}
}
var valid19 = _errs168 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.allowed_dirs !== undefined){
let data81 = data71.allowed_dirs;
const _errs172 = errors;
if(errors === _errs172){
if(Array.isArray(data81)){
var valid21 = true;
const len12 = data81.length;
for(let i12=0; i12<len12; i12++){
const _errs174 = errors;
if(typeof data81[i12] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/allowed_dirs/" + i12,schemaPath:"#/properties/steps/items/properties/compare/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid21 = _errs174 === errors;
if(!valid21){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/allowed_dirs",schemaPath:"#/properties/steps/items/properties/compare/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs172 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.extra !== undefined){
let data83 = data71.extra;
const _errs176 = errors;
if(errors === _errs176){
if(Array.isArray(data83)){
var valid22 = true;
const len13 = data83.length;
for(let i13=0; i13<len13; i13++){
const _errs178 = errors;
if(typeof data83[i13] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/extra/" + i13,schemaPath:"#/properties/steps/items/properties/compare/properties/extra/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs178 === errors;
if(!valid22){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/extra",schemaPath:"#/properties/steps/items/properties/compare/properties/extra/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs176 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.timeout_secs !== undefined){
let data85 = data71.timeout_secs;
const _errs180 = errors;
if(errors === _errs180){
if((typeof data85 == "number") && (isFinite(data85))){
if(data85 > 2073600 || isNaN(data85)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/timeout_secs",schemaPath:"#/properties/steps/items/properties/compare/properties/timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data85 < 0 || isNaN(data85)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/timeout_secs",schemaPath:"#/properties/steps/items/properties/compare/properties/timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/timeout_secs",schemaPath:"#/properties/steps/items/properties/compare/properties/timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid19 = _errs180 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.idle_timeout_secs !== undefined){
let data86 = data71.idle_timeout_secs;
const _errs182 = errors;
if(errors === _errs182){
if((typeof data86 == "number") && (isFinite(data86))){
if(data86 > 2073600 || isNaN(data86)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/compare/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data86 < 0 || isNaN(data86)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/compare/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/idle_timeout_secs",schemaPath:"#/properties/steps/items/properties/compare/properties/idle_timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid19 = _errs182 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.max_retries !== undefined){
let data87 = data71.max_retries;
const _errs184 = errors;
if(!(((typeof data87 == "number") && (!(data87 % 1) && !isNaN(data87))) && (isFinite(data87)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_retries",schemaPath:"#/properties/steps/items/properties/compare/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs184){
if((typeof data87 == "number") && (isFinite(data87))){
if(data87 > 20 || isNaN(data87)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_retries",schemaPath:"#/properties/steps/items/properties/compare/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data87 < 0 || isNaN(data87)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_retries",schemaPath:"#/properties/steps/items/properties/compare/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid19 = _errs184 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.max_tokens !== undefined){
let data88 = data71.max_tokens;
const _errs186 = errors;
if(!(((typeof data88 == "number") && (!(data88 % 1) && !isNaN(data88))) && (isFinite(data88)))){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_tokens",schemaPath:"#/properties/steps/items/properties/compare/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs186){
if((typeof data88 == "number") && (isFinite(data88))){
if(data88 < 0 || isNaN(data88)){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/max_tokens",schemaPath:"#/properties/steps/items/properties/compare/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid19 = _errs186 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.metadata !== undefined){
let data89 = data71.metadata;
const _errs188 = errors;
if(errors === _errs188){
if(data89 && typeof data89 == "object" && !Array.isArray(data89)){
for(const key9 in data89){
const _errs191 = errors;
if(typeof data89[key9] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/metadata/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/steps/items/properties/compare/properties/metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid23 = _errs191 === errors;
if(!valid23){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/metadata",schemaPath:"#/properties/steps/items/properties/compare/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid19 = _errs188 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.backends !== undefined){
let data91 = data71.backends;
const _errs193 = errors;
if(errors === _errs193){
if(Array.isArray(data91)){
var valid24 = true;
const len14 = data91.length;
for(let i14=0; i14<len14; i14++){
const _errs195 = errors;
if(typeof data91[i14] !== "string"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/backends/" + i14,schemaPath:"#/properties/steps/items/properties/compare/properties/backends/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid24 = _errs195 === errors;
if(!valid24){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/backends",schemaPath:"#/properties/steps/items/properties/compare/properties/backends/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid19 = _errs193 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.all_backends !== undefined){
const _errs197 = errors;
if(typeof data71.all_backends !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/all_backends",schemaPath:"#/properties/steps/items/properties/compare/properties/all_backends/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid19 = _errs197 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data71.sequential !== undefined){
const _errs199 = errors;
if(typeof data71.sequential !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare/sequential",schemaPath:"#/properties/steps/items/properties/compare/properties/sequential/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid19 = _errs199 === errors;
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
else {
validate20.errors = [{instancePath:instancePath+"/steps/" + i0+"/compare",schemaPath:"#/properties/steps/items/properties/compare/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs151 === errors;
}
else {
var valid2 = true;
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
validate20.errors = [{instancePath:instancePath+"/steps/" + i0,schemaPath:"#/properties/steps/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stop_on_failure !== undefined){
const _errs201 = errors;
if(typeof data.stop_on_failure !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/stop_on_failure",schemaPath:"#/properties/stop_on_failure/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs201 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pass_working_dir !== undefined){
const _errs203 = errors;
if(typeof data.pass_working_dir !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/pass_working_dir",schemaPath:"#/properties/pass_working_dir/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs203 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.persist_sessions !== undefined){
const _errs205 = errors;
if(typeof data.persist_sessions !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/persist_sessions",schemaPath:"#/properties/persist_sessions/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs205 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pass_session_id !== undefined){
const _errs207 = errors;
if(typeof data.pass_session_id !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/pass_session_id",schemaPath:"#/properties/pass_session_id/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs207 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.input !== undefined){
const _errs209 = errors;
if(typeof data.input !== "string"){
validate20.errors = [{instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs209 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dry_run !== undefined){
const _errs211 = errors;
if(typeof data.dry_run !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/dry_run",schemaPath:"#/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs211 === errors;
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
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
