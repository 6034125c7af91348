package io.partwarden.jobs;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * At most one live holder per subject, among all replicas and within this one. Claims of this process are kept alive in the background;
 * one whose process is silent for a minute by the database's clock (unless configured otherwise) may be taken over. Call outside of any
 * transaction of the metadata database, or others do not see the claim.
 */
@Component
public final class Claims implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final ClaimRepository repository;
    private final JobProperties properties;
    private final String holder;
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    /** A thread of its own: a heartbeat must not stand behind what else is scheduled. */
    private final ScheduledExecutorService heartbeats;

    private final Future<?> beating;

    Claims(ClaimRepository repository, JobProperties properties, ReplicaName holder) {
        this.repository = repository;
        this.properties = properties;
        this.holder = holder.toString();
        this.heartbeats = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "partwarden-claims");
            thread.setDaemon(true);
            return thread;
        });
        long pause = properties.heartbeat().toMillis();
        this.beating = heartbeats.scheduleWithFixedDelay(this::beatAll, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Empty while somebody else, or another part of this process, has it and lives. To be closed. */
    public Optional<Claim> tryClaim(String subject) {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("A claim needs a subject");
        }
        return repository.claim(subject, holder, properties.silence()).map(claimed -> {
            Claim claim = new Claim(this, subject, claimed);
            held.add(claim);
            return claim;
        });
    }

    /** Who has it now, if anybody. */
    public Optional<ClaimHolder> holder(String subject) {
        return repository.holder(subject);
    }

    /** False, and for good, if it is not that claim's any more. */
    boolean beat(Claim claim) {
        boolean alive = repository.beat(claim.subject(), claim.fence());
        if (!alive && held.remove(claim) && !claim.closed()) {
            LOG.warn("The claim {} on {} was taken over", claim.fence(), claim.subject());
        }
        return alive;
    }

    /** No heartbeat keeps it alive from now on. */
    void forget(Claim claim) {
        held.remove(claim);
    }

    void release(Claim claim) {
        held.remove(claim);
        try {
            repository.release(claim.subject(), claim.fence());
        } catch (DataAccessException e) {
            LOG.warn("The claim {} on {} could not be released; it ends by itself", claim.fence(), claim.subject(), e);
        }
    }

    private void beatAll() {
        for (Claim claim : held) {
            try {
                beat(claim);
            } catch (RuntimeException e) {
                // An executor forgets a task that throws. The others would only wait for the same database, so next
                // time.
                LOG.warn("No heartbeat for {}: others may take over soon", claim.subject(), e);
                return;
            }
        }
    }

    /** What is still held then belongs to work that has not ended, and becomes free when nobody hears of it any more. */
    @Override
    public void destroy() {
        beating.cancel(false);
        heartbeats.shutdown();
    }
}
