// Generated from src/schema by `npm run generate`. Do not edit.
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["tasks"],"properties":{"tasks":{"type":"array","maxItems":10000,"description":"The runs, at least one.","items":{"type":"object","additionalProperties":false,"required":["prompt"],"properties":{"prompt":{"type":"string","description":"What to ask. Reaches the model literally."},"backend":{"type":"string","description":"Backend; absent: `default_backend`."},"fallback":{"type":"array","items":{"type":"string"},"description":"Backends to ask, in order, when one fails before the first text of its answer; empty: none; absent: as configured."},"model":{"type":"string","pattern":"^[^\\x00-\\x1f\\x7f]{0,256}$","description":"Model, passed to the CLI unchanged; absent: as configured."},"workdir":{"type":"string","description":"Directory the CLI runs in: over HTTP and MCP an absolute one; elsewhere a relative one counts from the directory of whoever asks."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"What the CLI may do to the machine."},"system_prompt":{"type":"string","description":"System prompt."},"max_turns":{"type":"integer","minimum":0,"description":"Model steps at most; 0: no limit."},"allowed_tools":{"type":["string","array"],"items":{"type":"string"},"description":"Tools that may run without asking: a list, or a text parted by commas."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use: over HTTP and MCP absolute ones; elsewhere relative ones count from `workdir`."},"extra":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time of the run, seconds; 0: no limit."},"idle_timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time without any event, seconds; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"description":"How often the CLI may repeat a failed model request."},"ephemeral":{"type":"boolean","description":"true: leave no trace of the conversation; false: keep it in a session."},"verbose":{"type":"boolean","description":"Put the command that was run into the result (`command`)."},"dry_run":{"type":"boolean","description":"Say what would be run (`command`), and run nothing."},"output_format":{"type":"string","enum":["default","text","json","stream-json"],"description":"How the answer of a single prompt is given. Inside of a list of runs `text` and `json` mean the same, the result of the run, and `stream-json` is refused."},"max_tokens":{"type":"integer","minimum":0,"description":"Only 0, for no CLI can limit its output."},"metadata":{"type":"object","additionalProperties":{"type":"string"},"description":"Texts of your own; they come back in the result, and stay with the session where one is kept."},"id":{"type":"string","description":"Your id; it comes back as `task_id` and names the file in `output_dir`."},"name":{"type":"string","description":"Your name for it; it comes back as `task_name`."},"tags":{"type":"array","maxItems":100,"items":{"type":"string","pattern":"^[\\s\\S]{1,100}$"},"description":"Your tags; they come back in the result, and stay with the session where one is kept."},"meta":{"type":"object","description":"Anything of yours; it comes back in the result."}}}},"max_parallel":{"type":"integer","minimum":1,"description":"Runs at the same time; absent: `parallel.max_workers`. Never more than there are places for runs (`server.max_runs`)."},"fail_fast":{"type":"boolean","description":"true: the first failure ends all the others; absent: `parallel.fail_fast`."},"output_dir":{"type":"string","description":"Folder for one JSON file a task and a `summary.json`; a relative one counts from the directory of whoever asks."},"dry_run":{"type":"boolean","description":"Say of every task what would be run, and run nothing."}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[^\\x00-\\x1f\\x7f]{0,256}$", "");
const pattern5 = new RegExp("^[\\s\\S]{1,100}$", "");

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
if((data.tasks === undefined) && (missing0 = "tasks")){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "tasks") || (key0 === "max_parallel")) || (key0 === "fail_fast")) || (key0 === "output_dir")) || (key0 === "dry_run"))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.tasks !== undefined){
let data0 = data.tasks;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
if(data0.length > 10000){
validate20.errors = [{instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/maxItems",keyword:"maxItems",params:{limit: 10000},message:"must NOT have more than 10000 items"}];
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
let missing1;
if((data1.prompt === undefined) && (missing1 = "prompt")){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0,schemaPath:"#/properties/tasks/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs6 = errors;
for(const key1 in data1){
if(!(func1.call(schema31.properties.tasks.items.properties, key1))){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0,schemaPath:"#/properties/tasks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.prompt !== undefined){
const _errs7 = errors;
if(typeof data1.prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/prompt",schemaPath:"#/properties/tasks/items/properties/prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/backend",schemaPath:"#/properties/tasks/items/properties/backend/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/fallback/" + i1,schemaPath:"#/properties/tasks/items/properties/fallback/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs13 === errors;
if(!valid3){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/fallback",schemaPath:"#/properties/tasks/items/properties/fallback/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/model",schemaPath:"#/properties/tasks/items/properties/model/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f]{0,256}$"},message:"must match pattern \""+"^[^\\x00-\\x1f\\x7f]{0,256}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/model",schemaPath:"#/properties/tasks/items/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/workdir",schemaPath:"#/properties/tasks/items/properties/workdir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/approval_mode",schemaPath:"#/properties/tasks/items/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data8 === "default") || (data8 === "auto")) || (data8 === "none")) || (data8 === "always"))){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/approval_mode",schemaPath:"#/properties/tasks/items/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.tasks.items.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/sandbox_mode",schemaPath:"#/properties/tasks/items/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data9 === "default") || (data9 === "read-only")) || (data9 === "workspace")) || (data9 === "full"))){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/sandbox_mode",schemaPath:"#/properties/tasks/items/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.tasks.items.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/system_prompt",schemaPath:"#/properties/tasks/items/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_turns",schemaPath:"#/properties/tasks/items/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs25){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_turns",schemaPath:"#/properties/tasks/items/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/allowed_tools",schemaPath:"#/properties/tasks/items/properties/allowed_tools/type",keyword:"type",params:{type: schema31.properties.tasks.items.properties.allowed_tools.type},message:"must be string,array"}];
return false;
}
if(errors === _errs27){
if(Array.isArray(data12)){
var valid4 = true;
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
const _errs29 = errors;
if(typeof data12[i2] !== "string"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/allowed_tools/" + i2,schemaPath:"#/properties/tasks/items/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/allowed_dirs/" + i3,schemaPath:"#/properties/tasks/items/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs33 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/allowed_dirs",schemaPath:"#/properties/tasks/items/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/extra/" + i4,schemaPath:"#/properties/tasks/items/properties/extra/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs37 === errors;
if(!valid6){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/extra",schemaPath:"#/properties/tasks/items/properties/extra/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/timeout_secs",schemaPath:"#/properties/tasks/items/properties/timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data18 < 0 || isNaN(data18)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/timeout_secs",schemaPath:"#/properties/tasks/items/properties/timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/timeout_secs",schemaPath:"#/properties/tasks/items/properties/timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/idle_timeout_secs",schemaPath:"#/properties/tasks/items/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data19 < 0 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/idle_timeout_secs",schemaPath:"#/properties/tasks/items/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/idle_timeout_secs",schemaPath:"#/properties/tasks/items/properties/idle_timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_retries",schemaPath:"#/properties/tasks/items/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs43){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 20 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_retries",schemaPath:"#/properties/tasks/items/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data20 < 0 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_retries",schemaPath:"#/properties/tasks/items/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/ephemeral",schemaPath:"#/properties/tasks/items/properties/ephemeral/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/verbose",schemaPath:"#/properties/tasks/items/properties/verbose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid2 = _errs47 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.dry_run !== undefined){
const _errs49 = errors;
if(typeof data1.dry_run !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/dry_run",schemaPath:"#/properties/tasks/items/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid2 = _errs49 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.output_format !== undefined){
let data24 = data1.output_format;
const _errs51 = errors;
if(typeof data24 !== "string"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/output_format",schemaPath:"#/properties/tasks/items/properties/output_format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data24 === "default") || (data24 === "text")) || (data24 === "json")) || (data24 === "stream-json"))){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/output_format",schemaPath:"#/properties/tasks/items/properties/output_format/enum",keyword:"enum",params:{allowedValues: schema31.properties.tasks.items.properties.output_format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs51 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.max_tokens !== undefined){
let data25 = data1.max_tokens;
const _errs53 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_tokens",schemaPath:"#/properties/tasks/items/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs53){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 < 0 || isNaN(data25)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/max_tokens",schemaPath:"#/properties/tasks/items/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs53 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.metadata !== undefined){
let data26 = data1.metadata;
const _errs55 = errors;
if(errors === _errs55){
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
for(const key2 in data26){
const _errs58 = errors;
if(typeof data26[key2] !== "string"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/metadata/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/tasks/items/properties/metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs58 === errors;
if(!valid7){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/metadata",schemaPath:"#/properties/tasks/items/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs55 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.id !== undefined){
const _errs60 = errors;
if(typeof data1.id !== "string"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/id",schemaPath:"#/properties/tasks/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs60 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.name !== undefined){
const _errs62 = errors;
if(typeof data1.name !== "string"){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/name",schemaPath:"#/properties/tasks/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs62 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.tags !== undefined){
let data30 = data1.tags;
const _errs64 = errors;
if(errors === _errs64){
if(Array.isArray(data30)){
if(data30.length > 100){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/tags",schemaPath:"#/properties/tasks/items/properties/tags/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items"}];
return false;
}
else {
var valid8 = true;
const len5 = data30.length;
for(let i5=0; i5<len5; i5++){
let data31 = data30[i5];
const _errs66 = errors;
if(errors === _errs66){
if(typeof data31 === "string"){
if(!pattern5.test(data31)){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/tags/" + i5,schemaPath:"#/properties/tasks/items/properties/tags/items/pattern",keyword:"pattern",params:{pattern: "^[\\s\\S]{1,100}$"},message:"must match pattern \""+"^[\\s\\S]{1,100}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/tags/" + i5,schemaPath:"#/properties/tasks/items/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid8 = _errs66 === errors;
if(!valid8){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/tags",schemaPath:"#/properties/tasks/items/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs64 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.meta !== undefined){
let data32 = data1.meta;
const _errs68 = errors;
if(!(data32 && typeof data32 == "object" && !Array.isArray(data32))){
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0+"/meta",schemaPath:"#/properties/tasks/items/properties/meta/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
var valid2 = _errs68 === errors;
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
validate20.errors = [{instancePath:instancePath+"/tasks/" + i0,schemaPath:"#/properties/tasks/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate20.errors = [{instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.max_parallel !== undefined){
let data33 = data.max_parallel;
const _errs70 = errors;
if(!(((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33))) && (isFinite(data33)))){
validate20.errors = [{instancePath:instancePath+"/max_parallel",schemaPath:"#/properties/max_parallel/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs70){
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 < 1 || isNaN(data33)){
validate20.errors = [{instancePath:instancePath+"/max_parallel",schemaPath:"#/properties/max_parallel/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid0 = _errs70 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fail_fast !== undefined){
const _errs72 = errors;
if(typeof data.fail_fast !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/fail_fast",schemaPath:"#/properties/fail_fast/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs72 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.output_dir !== undefined){
const _errs74 = errors;
if(typeof data.output_dir !== "string"){
validate20.errors = [{instancePath:instancePath+"/output_dir",schemaPath:"#/properties/output_dir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs74 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dry_run !== undefined){
const _errs76 = errors;
if(typeof data.dry_run !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/dry_run",schemaPath:"#/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs76 === errors;
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
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
