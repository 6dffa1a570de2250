// expect: NO_CALLBACK
function (user, context, callback) {}
