// Versions 1 to 3 exported a function, later ones an object of functions: this is both.
const { v1, v3, v4, v5, NIL, version, validate, stringify, parse } = require('uuid');
const uuid = (...values) => v4(...values);
module.exports = Object.assign(uuid, { v1, v3, v4, v5, NIL, version, validate, stringify, parse });
