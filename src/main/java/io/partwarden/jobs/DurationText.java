package io.partwarden.jobs;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The one kind of data that our tasks have, as text: Java's own serialization would tie rows to classes. */
enum DurationText implements Serializer {
    INSTANCE;

    @Override
    public byte[] serialize(Object data) {
        return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
        return type.cast(Duration.parse(new String(data, StandardCharsets.UTF_8)));
    }
}
