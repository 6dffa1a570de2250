// expect: THREW java_invoke is not defined
function (user, context, callback) {
  java_invoke('devicegate', 'allow', '["{}"]');
}
