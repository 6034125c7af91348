package io.partwarden.http;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's own errors as problems: what it refuses before any filter runs (a malformed request line, a bad header, TRACE), and what
 * reaches it by {@code sendError}.
 */
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    private final ProblemWriter writer;

    ProblemReportValve(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported() || !isWritable(response)) {
            return;
        }
        ProblemType type = HttpProblems.forStatus(status);
        if (type.status() >= 500 && type.status() != 501 && type.status() != 505) {
            LOG.error("Answered {} to request {}", type.status(), RequestId.of(request), failure);
        }
        try {
            writer.write(request, response, Problem.of(type, StatusDetails.of(type.status())));
        } catch (IOException e) {
            LOG.debug("The client of request {} has gone", RequestId.of(request), e);
        }
    }

    private static boolean isWritable(Response response) {
        AtomicBoolean writable = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
        return writable.get();
    }
}
