// What a user of the package writes: every entry point, in strict TypeScript.
import { type CheckReport, check, embeddedSut, type Sut } from 'bucketkey';
import { conforms, holds, traces } from 'bucketkey/fast-check';
import { type Profile, profileNamed, step, type World } from 'bucketkey/model';
import { PROPERTIES, type Property } from 'bucketkey/properties';
import { Recorder } from 'bucketkey/record';
import { createReference, type ReferenceOptions } from 'bucketkey/reference';
import type { bucketkeySuite, SuiteOptions } from 'bucketkey/vitest';

const sut: Sut = embeddedSut();
const profile: Profile = profileNamed('ideal');
const report: CheckReport = await check({ profile, runs: 2, seed: 1, maxSteps: 20 }, sut);
const property: Property | undefined = PROPERTIES[0];
export const unused: [World?, Partial<ReferenceOptions>?, SuiteOptions?, typeof bucketkeySuite?] = [];
const used = [conforms, holds, traces, step, createReference, Recorder].map((one) => typeof one);
console.log(report.verdict, property?.id, used.join(' '));
