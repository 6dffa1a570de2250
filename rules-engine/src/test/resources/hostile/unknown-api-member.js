// expect: THREW api.magic.wand is not supported
exports.onExecutePostLogin = async (event, api) => {
  const { magic } = api;
  magic.wand('any');
};
