console.error('going down')
process.kill(process.pid, 'SIGKILL')
