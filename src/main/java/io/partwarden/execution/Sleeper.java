package io.partwarden.execution;

import java.time.Duration;

/** Where the pauses between attempts are spent. */
interface Sleeper {

    void sleep(Duration pause) throws InterruptedException;
}
