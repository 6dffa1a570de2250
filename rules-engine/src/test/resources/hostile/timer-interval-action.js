// expect: TIMED_OUT
exports.onExecutePostLogin = async (event, api) => {
  setInterval(() => {}, 0);
  await new Promise(() => {});
};
