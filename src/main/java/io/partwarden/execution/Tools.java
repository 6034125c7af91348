package io.partwarden.execution;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What all calls share. */
record Tools(
        ExecutionProperties properties,
        TableMutexes mutexes,
        ScheduledExecutorService timer,
        Clock clock,
        Sleeper sleeper,
        RandomGenerator random,
        ActiveStatements active) {

    /** What runs with these is not ended by a stop of the service, and must be short. */
    Tools unstoppable() {
        return new Tools(properties, mutexes, timer, clock, sleeper, random, new ActiveStatements());
    }
}
