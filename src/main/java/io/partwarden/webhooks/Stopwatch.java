package io.partwarden.webhooks;

import java.time.Duration;

/** Time that only goes forward, for what must end in time, and pauses in it. */
interface Stopwatch {

    /** Since some moment of the past. */
    Duration now();

    void pause(Duration length) throws InterruptedException;

    /** The machine's. */
    static Stopwatch system() {
        return new Stopwatch() {
            @Override
            public Duration now() {
                return Duration.ofNanos(System.nanoTime());
            }

            @Override
            public void pause(Duration length) throws InterruptedException {
                Thread.sleep(length.toMillis());
            }
        };
    }
}
