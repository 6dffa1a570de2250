// expect: OUTPUT_TOO_LARGE
exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('https://example.test/a', '\u20ac'.repeat(6000));
};
