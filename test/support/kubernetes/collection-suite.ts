/** What each test of a suite about `covermain collect kubernetes` starts with, and what is removed after it. */
import { killLeftPrograms } from '../program.js';
import { makeProject, type Project } from '../project.js';
import { type FakeCluster, startCluster } from './cluster.js';
import { type Collector, createCollector } from './collections.js';
import {
  addMeasuredPod,
  type MeasuredOptions,
  type MeasuredProgram,
  startMeasured,
} from './measured-pods.js';

export interface CollectionSuite {
  /** The cluster of the current test, without pods at its start. */
  readonly cluster: FakeCluster;
  /** The empty project in which the current test collects. */
  readonly project: Project;
  readonly collector: Collector;
  /** Starts a program that is ended after the test. */
  startProgram(options?: MeasuredOptions): Promise<MeasuredProgram>;
  /** Starts a program, makes it serve requests, and adds it as a pod. */
  addPod(name: string, requests?: number): Promise<MeasuredProgram>;
}

/** Adds the hooks of a suite. @param kubectl path of the program */
export function useCollectionSuite(kubectl: string): CollectionSuite {
  let cluster: FakeCluster;
  let project: Project;
  let collector: Collector;
  let programs: MeasuredProgram[];
  beforeEach(async () => {
    programs = [];
    cluster = await startCluster();
    project = makeProject({});
    collector = createCollector(kubectl, () => cluster, project);
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.remove()));
    await cluster.close();
    project.remove();
  });
  after(killLeftPrograms);
  const startProgram = async (options?: MeasuredOptions) => {
    const program = await startMeasured(options);
    programs.push(program);
    return program;
  };
  return {
    get cluster() {
      return cluster;
    },
    get project() {
      return project;
    },
    get collector() {
      return collector;
    },
    startProgram,
    async addPod(name, requests = 0) {
      const program = await startProgram();
      await program.serve(requests);
      addMeasuredPod(cluster, name, program);
      return program;
    },
  };
}
