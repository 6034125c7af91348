package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelationIdTests {

    @Test
    void readsWhatItWrote() {
        RelationId id = new RelationId("prod-eu", 4_294_967_295L);

        assertThat(RelationId.decode(id.encoded())).contains(id);
        assertThat(id.encoded()).matches("[A-Za-z0-9_-]+");
    }

    // "a:1" is YTox; then padded, an oid that is too big, no oid, a leading zero, no base64 at all.
    @ParameterizedTest
    @ValueSource(strings = {"YTox=", "YTo0Mjk0OTY3Mjk2", "YTo", "YTowMQ", "%%%", "", "events"})
    void takesNothingElse(String text) {
        assertThat(RelationId.decode(text)).isEmpty();
    }
}
