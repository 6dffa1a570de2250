// expect: THREW api.multifactor.enable is not supported
exports.onExecutePostLogin = async (event, api) => {
  api.multifactor.enable('any');
};
