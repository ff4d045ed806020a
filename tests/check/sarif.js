// Validates the SARIF log on stdin against the official schema of SARIF 2.1.0 as @microsoft/jest-sarif
// carries it, by that package's own ajv. usage: sarif.js NODE_MODULES. Prints what is wrong; exits 1
// when anything is.
'use strict';
const fs = require('fs');
const path = require('path');
const home = path.resolve(process.argv[2], '@microsoft', 'jest-sarif', 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json');
const theirs = require('module').createRequire(home);
const Ajv = theirs('ajv');

const ajv = new Ajv({schemaId: 'auto', allErrors: true});
ajv.addMetaSchema(theirs('ajv/lib/refs/json-schema-draft-04.json')); // what the schema is written in
const validate = ajv.compile(JSON.parse(fs.readFileSync(home, 'utf8')));
if (!validate(JSON.parse(fs.readFileSync(0, 'utf8')))) {
    console.log(ajv.errorsText(validate.errors.slice(0, 10), {separator: '\n'}));
    process.exit(1);
}
