// expect: THREW threw TypeError
exports.onExecutePostLogin = async (event, api) => {
  await null;
  event.nothing.at(1);
};
