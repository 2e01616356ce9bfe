// Stays, whatever it is asked.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => console.log(name))
setInterval(() => {}, 1000)
console.log('ready')
