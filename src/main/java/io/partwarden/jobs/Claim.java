package io.partwarden.jobs;

import io.partwarden.jobs.ClaimRepository.Claimed;
import io.partwarden.shared.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.dao.DataAccessException;

/**
 * The right to work on one subject, until it is closed or this process was silent for too long and another one took over. The fence tells
 * them apart: it rises with each claim of the subject and is never given out twice. Safe for use by several threads.
 */
public final class Claim implements AutoCloseable {

    private static final int HASH_BYTES = 8;

    private final Claims claims;
    private final String subject;
    private final Claimed claimed;
    private final AtomicBoolean closed = new AtomicBoolean();

    Claim(Claims claims, String subject, Claimed claimed) {
        this.claims = claims;
        this.subject = subject;
        this.claimed = claimed;
    }

    public String subject() {
        return subject;
    }

    public long fence() {
        return claimed.fence();
    }

    /** Whether the holder before fell silent, rather than released it: sessions of its may still be at work. */
    public boolean tookOver() {
        return claimed.tookOver();
    }

    /**
     * To be asked before each step that must not be done twice. When it returns, nobody else takes over for the time that makes a holder dead
     * (a minute, unless configured otherwise), whatever becomes of this process.
     *
     * @throws Problem {@link JobProblem#CLAIM_LOST} if somebody did, if it is closed, or if the database cannot be asked
     */
    public void requireHeld() {
        boolean held;
        try {
            held = isHeld();
        } catch (DataAccessException e) {
            throw lost("Whether this replica still holds its claim on the work could not be read from the metadata database")
                    .causedBy(e);
        }
        if (!held) {
            throw lost("Another replica has taken the work over, most likely since this one was silent for too long");
        }
    }

    private Problem lost(String what) {
        return Problem.of(
                        JobProblem.CLAIM_LOST,
                        what + ". Nothing further was begun here; look at what is there, or try again later.")
                .with("subject", subject)
                .with("fence", fence())
                .retryAfter(Duration.ofMinutes(1));
    }

    /** Asks the database, as {@link #requireHeld} does; for whoever can go on without. */
    public boolean isHeld() {
        return !closed.get() && claims.beat(this);
    }

    /**
     * A name for sessions that work under this claim: printable ASCII, fit for {@code application_name}. It begins with
     * {@link #sessionPrefix()}, as those of all claims of the subject do, and of no other's.
     */
    public String sessionName() {
        return sessionPrefix() + fence();
    }

    public String sessionPrefix() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return "partwarden/" + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + "/";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    boolean closed() {
        return closed.get();
    }

    /**
     * Gives the work up without letting others have it at once: the claim runs out as a dead holder's does, so that whoever comes next knows
     * that sessions of a predecessor may be at work.
     */
    public void abandon() {
        if (closed.compareAndSet(false, true)) {
            claims.forget(this);
        }
    }

    /** Lets others have the subject. Changes nothing if somebody took over before, or when called again. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            claims.release(this);
        }
    }
}
