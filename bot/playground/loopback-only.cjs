// Loaded before the Agents Playground, which listens on all interfaces, answers everybody, and has no option
// against either.
const http = require('node:http');
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenOnLoopback(...args) {
  const [first] = args;
  if (typeof first === 'object' && first !== null) args[0] = { ...first, host: '127.0.0.1' };
  else if (typeof args[1] === 'string') args[1] = '127.0.0.1';
  else args.splice(1, 0, '127.0.0.1');
  return listen.apply(this, args);
};

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function emitToOwnPages(event, request, answer, ...rest) {
  if (event === 'upgrade' && isForeign(request.headers)) {
    // Without a listener, a caller that is gone already would end the process.
    answer.on('error', () => answer.destroy());
    answer.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    return true;
  }
  if (['request', 'checkContinue', 'checkExpectation'].includes(event) && isForeign(request.headers)) {
    answer.writeHead(403, { connection: 'close' }).end();
    return true;
  }
  return emit.call(this, event, request, answer, ...rest);
};

// A web page anywhere can have its name point to 127.0.0.1 (DNS rebinding): then the Host is its own. Or it sends
// requests across sites: then the Origin is its own.
function isForeign({ host = '', origin }) {
  const name = host.toLowerCase();
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(name)) return true;
  return origin !== undefined && origin.toLowerCase() !== `http://${name}`;
}
