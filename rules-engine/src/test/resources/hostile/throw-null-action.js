// expect: THREW threw null
exports.onExecutePostLogin = async (event, api) => {
  throw null;
};
