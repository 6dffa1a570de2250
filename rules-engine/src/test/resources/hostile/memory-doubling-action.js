// expect: OUT_OF_MEMORY
exports.onExecutePostLogin = async (event, api) => {
  let text = 'a'.repeat(1024);
  const all = [];
  for (;;) all.push((text = text + text + 'b').split(''));
};
