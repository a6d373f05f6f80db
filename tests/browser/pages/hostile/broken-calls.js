// A page that took apart what other scripts call functions and join texts with.
Function.prototype.call = null;
Array.prototype.join = () => {
  throw new Error('no joining');
};
MessagePort.prototype.postMessage = () => {};
