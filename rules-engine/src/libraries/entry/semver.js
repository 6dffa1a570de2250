// jsonwebtoken asks which Node it runs on; what it learns is only about keys that are not taken here.
exports.satisfies = () => true;
