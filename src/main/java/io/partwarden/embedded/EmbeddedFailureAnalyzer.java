package io.partwarden.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows an {@link EmbeddedFailure} as a description and an action. */
final class EmbeddedFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedFailure> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedFailure cause) {
        return new FailureAnalysis(cause.description(), cause.action(), rootFailure);
    }
}
