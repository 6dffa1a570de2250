// expect: NO_CALLBACK
exports.onExecutePostLogin = (event, api) => new Promise(() => {});
