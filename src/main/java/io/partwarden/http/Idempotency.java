package io.partwarden.http;

import io.partwarden.shared.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Runs the first request with a key and remembers its answer for a day. The key is reserved before the work; the reservation of a
 * process that died is free again after {@link #LEASE}.
 */
@Component
final class Idempotency implements DisposableBean {

    static final Duration LEASE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Duration RENEWAL = Duration.ofSeconds(4);
    private static final Duration FORGETTING = Duration.ofMinutes(30);

    private final IdempotencyRepository keys;
    private final UUID owner = UUID.randomUUID();
    private final AtomicInteger running = new AtomicInteger();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "idempotency");
        thread.setDaemon(true);
        return thread;
    });

    Idempotency(IdempotencyRepository keys) {
        this.keys = keys;
        every(RENEWAL, () -> {
            if (running.get() > 0) {
                keys.renew(owner, LEASE);
            }
        });
        every(FORGETTING, keys::forget);
    }

    /** The stored answer; or empty: the caller now runs the request, and then finishes or releases the key. */
    Optional<Reservation> reserve(IdempotencyKey key) {
        running.incrementAndGet();
        boolean reserved = false;
        try {
            reserved = keys.reserve(key, owner, LEASE);
        } finally {
            if (!reserved) {
                running.decrementAndGet();
            }
        }
        return reserved ? Optional.empty() : Optional.of(answered(key));
    }

    void finish(IdempotencyKey key, int status, String headers, byte[] body) {
        running.decrementAndGet();
        keys.finish(key, owner, status, headers, body);
    }

    /** Forgets the key: the request may be sent again. */
    void release(IdempotencyKey key) {
        running.decrementAndGet();
        keys.release(key, owner);
    }

    @Override
    public void destroy() {
        clockwork.shutdownNow();
    }

    private Reservation answered(IdempotencyKey key) {
        Optional<Reservation> found = keys.find(key);
        if (found.isPresent() && !key.standsFor(found.get().fingerprint())) {
            throw Problem.of(
                    HttpProblems.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key came with another body or query before. Use a new key for a new request.");
        }
        // Not there any more: the first request has just released it.
        return found.filter(reservation -> reservation.status() != null)
                .orElseThrow(() -> Problem.of(
                                HttpProblems.IDEMPOTENCY_KEY_IN_USE,
                                "The first request with this Idempotency-Key has not ended yet; ask again.")
                        .retryAfter(Duration.ofSeconds(2)));
    }

    private void every(Duration period, Runnable work) {
        ScheduledFuture<?> unused = clockwork.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (DataAccessException e) {
                        LOG.warn("Idempotency keys could not be looked after; trying again", e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
