package io.partwarden.http;

import java.security.Principal;

/** A principal whose name may later be another's: its idempotency keys are kept under something that never is. */
public interface IdempotencyScope extends Principal {

    /** At most 300 characters; the same for as long as a client may repeat a request. */
    String idempotencyScope();
}
