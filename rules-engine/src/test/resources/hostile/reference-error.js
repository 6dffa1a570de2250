// expect: THREW reference-error.js:4:3: threw ReferenceError: nothing is not defined
function (user, context, callback) {
  const a = 1;
  nothing.at(a);
}
