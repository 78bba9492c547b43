// Loaded by `node --import` before servers that have no option for it: whatever listens, listens on 127.0.0.1 alone.
import net from 'node:net';

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function onLoopback(...given) {
  const callback = given.findLast((one) => typeof one === 'function');
  const [first] = given;
  if (typeof first === 'object' && first !== null && first.path) return listen.apply(this, given);
  const port = typeof first === 'object' && first !== null ? first.port : first;
  return listen.call(this, { port: Number(port) || 0, host: '127.0.0.1' }, callback);
};
