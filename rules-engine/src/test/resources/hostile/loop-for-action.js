// expect: TIMED_OUT
exports.onExecutePostLogin = async (event, api) => {
  for (;;) {}
};
