// Validates JSON Lines on stdin with ajv: the first line is the schema, each other line a record,
// {"name": …, "valid": true, "record": …}. Prints each that is not as it should be; exits 1 when any is.
'use strict';
const path = require('path');
const modules = process.argv[2];
const Ajv = require(path.join(modules, 'ajv', 'dist', '2020.js')).default;
const formats = require(path.join(modules, 'ajv-formats')).default;

const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter((line) => line);
const schema = JSON.parse(lines.shift());
const ajv = new Ajv({strict: true, allowUnionTypes: true, allErrors: true});
formats(ajv);

if (!ajv.validateSchema(schema)) {
    console.log('the schema is none: ' + ajv.errorsText());
    process.exit(1);
}
const validate = ajv.compile(schema);
let wrong = 0;
for (const line of lines) {
    const sample = JSON.parse(line);
    if (validate(sample.record) === sample.valid)
        continue;
    wrong++;
    const why = validate.errors ? ajv.errorsText(validate.errors.slice(0, 5)) : 'accepted';
    console.log(sample.name + ': ' + why);
}
process.exit(wrong || !lines.length ? 1 : 0);
