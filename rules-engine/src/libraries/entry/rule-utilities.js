module.exports = require('../vendor/rule-utilities');
