exports.inherits = (child, parent) => Object.setPrototypeOf(child.prototype, parent.prototype);
exports.format = (text, ...values) => text.replace(/%s/g, () => String(values.shift()));
