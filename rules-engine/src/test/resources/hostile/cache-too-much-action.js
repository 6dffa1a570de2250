// expect: REFUSED too much: CACHE_SIZE_EXCEEDED
exports.onExecutePostLogin = async (event, api) => {
  for (let i = 0; ; i++) {
    const answer = api.cache.set('key' + i, 'v'.repeat(1000));
    if (answer.type === 'error') return api.access.deny(`too much: ${answer.code}`);
  }
};
