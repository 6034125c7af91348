package io.partwarden.http;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A time in the years 0001 to 9999 of UTC: every PostgreSQL timestamp and every client can hold it, which is not so of all that
 * {@link java.time.Instant} can. For each time that comes from a request. Null is valid.
 */
@Documented
@Constraint(validatedBy = TimeRangeValidator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TimeRange {

    String message() default "must be in the years 0001 to 9999";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
