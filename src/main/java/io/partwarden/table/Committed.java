package io.partwarden.table;

import io.partwarden.shared.Problem;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What follows a change that was made: when it fails, it must not look as if the change had. */
final class Committed {

    private static final Logger log = LoggerFactory.getLogger(Committed.class);

    private Committed() {}

    /** @throws Problem 503 that says that the change was made, where its result cannot be read */
    static <T> T readBack(Supplier<T> read) {
        try {
            return read.get();
        } catch (Problem | DataAccessException | TransactionException e) {
            throw Problem.of(
                            TableProblems.NOT_READ_BACK,
                            "The change was made and is committed; only its result could not be read back. Do not"
                                    + " repeat it: look with GET in a moment.")
                    .with("outcome", "committed")
                    .retryAfter(Duration.ofSeconds(2))
                    .causedBy(e);
        }
    }

    /** Our record of it, which the catalog's truth does not need. */
    static void record(Runnable write) {
        try {
            write.run();
        } catch (DataAccessException | TransactionException e) {
            log.warn("A change was made on the target, and our record of it was not", e);
        }
    }
}
