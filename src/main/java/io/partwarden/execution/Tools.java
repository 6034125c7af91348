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
        ActiveStatements active) {}
