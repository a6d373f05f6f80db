// Libraries of another age: they extend what belongs to everybody.
Object.prototype.extended = function extended() {};
Array.prototype.each = function each() {};
Array.prototype.toJSON = () => 'no list';
String.prototype.toJSON = () => 'no text';
Function.prototype.curry = function curry() {};
globalThis.$ = globalThis.Prototype = { Version: '1.6' };
