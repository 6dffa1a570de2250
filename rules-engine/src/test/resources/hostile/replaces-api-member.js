// expect: THREW api.access.deny = … is not supported
exports.onExecutePostLogin = async (event, api) => {
  api.access.deny = () => {};
};
