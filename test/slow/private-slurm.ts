import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Slurm of its own on this machine: controller, one node, one partition, its own keys and ports. */
export interface PrivateSlurm {
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Why there can be no private Slurm here, or null. */
export function whyNoSlurm(): string | null {
  const lacking = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue'].filter((name) => !['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'].some((folder) => existsSync(join(folder, name))));
  if (lacking.length > 0) return `without ${lacking.join(', ')}: apt install slurm-wlm munge`;
  return process.getuid?.() === 0 ? null : 'not as root, whom slurmd needs';
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Starts munged, slurmctld and slurmd in a folder of their own, and waits until the node is idle. Throws with their logs if it does not come up in a minute. */
export async function startSlurm(): Promise<PrivateSlurm> {
  const folder = mkdtempSync(join(tmpdir(), 'slth-slurm-')), at = (name: string): string => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(at(name));
  writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o400 });
  writeFileSync(at('cgroup.conf'), 'CgroupPlugin=autodetect\nIgnoreSystemd=yes\n');
  writeFileSync(at('slurm.conf'), [
    'ClusterName=slth', `SlurmctldHost=${hostname()}(127.0.0.1)`, `SlurmctldPort=${await freePort()}`, `SlurmdPort=${await freePort()}`,
    'SlurmUser=root', 'SlurmdUser=root', 'AuthType=auth/munge', `AuthInfo=socket=${at('munge.socket')}`, 'CredType=cred/munge',
    `StateSaveLocation=${at('state')}`, `SlurmdSpoolDir=${at('spool')}`, `SlurmctldPidFile=${at('slurmctld.pid')}`, `SlurmdPidFile=${at('slurmd.pid')}`,
    `SlurmctldLogFile=${at('slurmctld.log')}`, `SlurmdLogFile=${at('slurmd.log')}`,
    'ProctrackType=proctrack/linuxproc', 'TaskPlugin=task/none', 'JobAcctGatherType=jobacct_gather/none', 'AccountingStorageType=accounting_storage/none', 'MpiDefault=none',
    'SelectType=select/cons_tres', 'SelectTypeParameters=CR_Core', 'ReturnToService=2', 'SchedulerParameters=sched_interval=2', 'KillWait=5', 'MinJobAge=300',
    `NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`, `PartitionName=all Nodes=${hostname()} Default=YES MaxTime=INFINITE State=UP`, '',
  ].join('\n'));
  const env = { ...process.env, SLURM_CONF: at('slurm.conf'), PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/bin` };
  const children: ChildProcess[] = [];
  const start = (program: string, ...args: string[]): void => {
    children.push(spawn(program, args, { env, stdio: 'ignore' }));
  };
  const close = async (): Promise<void> => {
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
  };
  start('munged', '--foreground', '--force', `--key-file=${at('munge.key')}`, `--socket=${at('munge.socket')}`, `--pid-file=${at('munged.pid')}`, `--log-file=${at('munged.log')}`, `--seed-file=${at('munged.seed')}`);
  await until(() => existsSync(at('munge.socket')));
  start('slurmctld', '-D', '-f', at('slurm.conf'));
  start('slurmd', '-D', '-f', at('slurm.conf'));
  const idle = await until(() => spawnSync('sinfo', ['--noheader', '--format=%T'], { env, encoding: 'utf8' }).stdout.trim() === 'idle');
  if (!idle) {
    await close();
    throw new Error(`private Slurm: needed an idle node within a minute, got\n${['munged', 'slurmctld', 'slurmd'].map((name) => (existsSync(at(`${name}.log`)) ? readFileSync(at(`${name}.log`), 'utf8').slice(-1500) : `no log of ${name}`)).join('\n')}`);
  }
  return { env, close };
}

/** Asks twice a second, for a minute; whether it came true. */
export async function until(happened: () => boolean, seconds = 60): Promise<boolean> {
  for (let k = 0; k < 2 * seconds; k++) {
    if (happened()) return true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return false;
}
