// Generated from src/schema by `npm run generate`. Do not edit.
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["prompt"],"properties":{"prompt":{"type":"string","description":"What to ask. Reaches the model literally."},"model":{"type":"string","pattern":"^[^\\x00-\\x1f\\x7f]{0,256}$","description":"Model, passed to the CLI unchanged; absent: as configured."},"workdir":{"type":"string","description":"Directory the CLI runs in: over HTTP and MCP an absolute one; elsewhere a relative one counts from the directory of whoever asks."},"approval_mode":{"type":"string","enum":["default","auto","none","always"],"description":"Who is asked about what the sandbox does not allow."},"sandbox_mode":{"type":"string","enum":["default","read-only","workspace","full"],"description":"What the CLI may do to the machine."},"system_prompt":{"type":"string","description":"System prompt."},"max_turns":{"type":"integer","minimum":0,"description":"Model steps at most; 0: no limit."},"allowed_tools":{"type":["string","array"],"items":{"type":"string"},"description":"Tools that may run without asking: a list, or a text parted by commas."},"allowed_dirs":{"type":"array","items":{"type":"string"},"description":"Further directories the CLI may use: over HTTP and MCP absolute ones; elsewhere relative ones count from `workdir`."},"extra":{"type":"array","items":{"type":"string"},"description":"Flags for the CLI itself, checked against the backend's flag policy."},"timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time of the run, seconds; 0: no limit."},"idle_timeout_secs":{"type":"number","minimum":0,"maximum":2073600,"description":"Longest time without any event, seconds; 0: no limit."},"max_retries":{"type":"integer","minimum":0,"maximum":20,"description":"How often the CLI may repeat a failed model request."},"ephemeral":{"type":"boolean","description":"true: leave no trace of the conversation; false: keep it in a session."},"verbose":{"type":"boolean","description":"Put the command that was run into the result (`command`)."},"dry_run":{"type":"boolean","description":"Say what would be run (`command`), and run nothing."},"output_format":{"type":"string","enum":["default","text","json","stream-json"],"description":"How the answer of a single prompt is given. Inside of a list of runs `text` and `json` mean the same, the result of the run, and `stream-json` is refused."},"max_tokens":{"type":"integer","minimum":0,"description":"Only 0, for no CLI can limit its output."},"metadata":{"type":"object","additionalProperties":{"type":"string"},"description":"Texts of your own; they come back in the result, and stay with the session where one is kept."},"backends":{"type":"array","items":{"type":"string"},"description":"The backends, each once."},"all_backends":{"type":"boolean","description":"true: every backend that is available, instead of `backends`."},"sequential":{"type":"boolean","description":"true: one after the other, in the order of `backends`; absent: all at once."}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern4 = new RegExp("^[^\\x00-\\x1f\\x7f]{0,256}$", "");

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
if((data.prompt === undefined) && (missing0 = "prompt")){
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
if(data.prompt !== undefined){
const _errs2 = errors;
if(typeof data.prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/prompt",schemaPath:"#/properties/prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model !== undefined){
let data1 = data.model;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f]{0,256}$"},message:"must match pattern \""+"^[^\\x00-\\x1f\\x7f]{0,256}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workdir !== undefined){
const _errs6 = errors;
if(typeof data.workdir !== "string"){
validate20.errors = [{instancePath:instancePath+"/workdir",schemaPath:"#/properties/workdir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.approval_mode !== undefined){
let data3 = data.approval_mode;
const _errs8 = errors;
if(typeof data3 !== "string"){
validate20.errors = [{instancePath:instancePath+"/approval_mode",schemaPath:"#/properties/approval_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data3 === "default") || (data3 === "auto")) || (data3 === "none")) || (data3 === "always"))){
validate20.errors = [{instancePath:instancePath+"/approval_mode",schemaPath:"#/properties/approval_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.approval_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sandbox_mode !== undefined){
let data4 = data.sandbox_mode;
const _errs10 = errors;
if(typeof data4 !== "string"){
validate20.errors = [{instancePath:instancePath+"/sandbox_mode",schemaPath:"#/properties/sandbox_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data4 === "default") || (data4 === "read-only")) || (data4 === "workspace")) || (data4 === "full"))){
validate20.errors = [{instancePath:instancePath+"/sandbox_mode",schemaPath:"#/properties/sandbox_mode/enum",keyword:"enum",params:{allowedValues: schema31.properties.sandbox_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.system_prompt !== undefined){
const _errs12 = errors;
if(typeof data.system_prompt !== "string"){
validate20.errors = [{instancePath:instancePath+"/system_prompt",schemaPath:"#/properties/system_prompt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.max_turns !== undefined){
let data6 = data.max_turns;
const _errs14 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate20.errors = [{instancePath:instancePath+"/max_turns",schemaPath:"#/properties/max_turns/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs14){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate20.errors = [{instancePath:instancePath+"/max_turns",schemaPath:"#/properties/max_turns/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.allowed_tools !== undefined){
let data7 = data.allowed_tools;
const _errs16 = errors;
if((typeof data7 !== "string") && (!(Array.isArray(data7)))){
validate20.errors = [{instancePath:instancePath+"/allowed_tools",schemaPath:"#/properties/allowed_tools/type",keyword:"type",params:{type: schema31.properties.allowed_tools.type},message:"must be string,array"}];
return false;
}
if(errors === _errs16){
if(Array.isArray(data7)){
var valid1 = true;
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
const _errs18 = errors;
if(typeof data7[i0] !== "string"){
validate20.errors = [{instancePath:instancePath+"/allowed_tools/" + i0,schemaPath:"#/properties/allowed_tools/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs18 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.allowed_dirs !== undefined){
let data9 = data.allowed_dirs;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data9)){
var valid2 = true;
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
const _errs22 = errors;
if(typeof data9[i1] !== "string"){
validate20.errors = [{instancePath:instancePath+"/allowed_dirs/" + i1,schemaPath:"#/properties/allowed_dirs/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs22 === errors;
if(!valid2){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/allowed_dirs",schemaPath:"#/properties/allowed_dirs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.extra !== undefined){
let data11 = data.extra;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data11)){
var valid3 = true;
const len2 = data11.length;
for(let i2=0; i2<len2; i2++){
const _errs26 = errors;
if(typeof data11[i2] !== "string"){
validate20.errors = [{instancePath:instancePath+"/extra/" + i2,schemaPath:"#/properties/extra/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs26 === errors;
if(!valid3){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/extra",schemaPath:"#/properties/extra/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timeout_secs !== undefined){
let data13 = data.timeout_secs;
const _errs28 = errors;
if(errors === _errs28){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 2073600 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/timeout_secs",schemaPath:"#/properties/timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data13 < 0 || isNaN(data13)){
validate20.errors = [{instancePath:instancePath+"/timeout_secs",schemaPath:"#/properties/timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/timeout_secs",schemaPath:"#/properties/timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.idle_timeout_secs !== undefined){
let data14 = data.idle_timeout_secs;
const _errs30 = errors;
if(errors === _errs30){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 2073600 || isNaN(data14)){
validate20.errors = [{instancePath:instancePath+"/idle_timeout_secs",schemaPath:"#/properties/idle_timeout_secs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2073600},message:"must be <= 2073600"}];
return false;
}
else {
if(data14 < 0 || isNaN(data14)){
validate20.errors = [{instancePath:instancePath+"/idle_timeout_secs",schemaPath:"#/properties/idle_timeout_secs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/idle_timeout_secs",schemaPath:"#/properties/idle_timeout_secs/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.max_retries !== undefined){
let data15 = data.max_retries;
const _errs32 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
validate20.errors = [{instancePath:instancePath+"/max_retries",schemaPath:"#/properties/max_retries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs32){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 20 || isNaN(data15)){
validate20.errors = [{instancePath:instancePath+"/max_retries",schemaPath:"#/properties/max_retries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"}];
return false;
}
else {
if(data15 < 0 || isNaN(data15)){
validate20.errors = [{instancePath:instancePath+"/max_retries",schemaPath:"#/properties/max_retries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ephemeral !== undefined){
const _errs34 = errors;
if(typeof data.ephemeral !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/ephemeral",schemaPath:"#/properties/ephemeral/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.verbose !== undefined){
const _errs36 = errors;
if(typeof data.verbose !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/verbose",schemaPath:"#/properties/verbose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dry_run !== undefined){
const _errs38 = errors;
if(typeof data.dry_run !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/dry_run",schemaPath:"#/properties/dry_run/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.output_format !== undefined){
let data19 = data.output_format;
const _errs40 = errors;
if(typeof data19 !== "string"){
validate20.errors = [{instancePath:instancePath+"/output_format",schemaPath:"#/properties/output_format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data19 === "default") || (data19 === "text")) || (data19 === "json")) || (data19 === "stream-json"))){
validate20.errors = [{instancePath:instancePath+"/output_format",schemaPath:"#/properties/output_format/enum",keyword:"enum",params:{allowedValues: schema31.properties.output_format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs40 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.max_tokens !== undefined){
let data20 = data.max_tokens;
const _errs42 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate20.errors = [{instancePath:instancePath+"/max_tokens",schemaPath:"#/properties/max_tokens/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs42){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/max_tokens",schemaPath:"#/properties/max_tokens/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data21 = data.metadata;
const _errs44 = errors;
if(errors === _errs44){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key1 in data21){
const _errs47 = errors;
if(typeof data21[key1] !== "string"){
validate20.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs47 === errors;
if(!valid4){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs44 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.backends !== undefined){
let data23 = data.backends;
const _errs49 = errors;
if(errors === _errs49){
if(Array.isArray(data23)){
var valid5 = true;
const len3 = data23.length;
for(let i3=0; i3<len3; i3++){
const _errs51 = errors;
if(typeof data23[i3] !== "string"){
validate20.errors = [{instancePath:instancePath+"/backends/" + i3,schemaPath:"#/properties/backends/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs51 === errors;
if(!valid5){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/backends",schemaPath:"#/properties/backends/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs49 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.all_backends !== undefined){
const _errs53 = errors;
if(typeof data.all_backends !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/all_backends",schemaPath:"#/properties/all_backends/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs53 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequential !== undefined){
const _errs55 = errors;
if(typeof data.sequential !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/sequential",schemaPath:"#/properties/sequential/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs55 === errors;
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
