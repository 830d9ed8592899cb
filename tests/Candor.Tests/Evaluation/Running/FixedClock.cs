namespace Candor.Tests.Evaluation.Running;

/// <summary>A clock that stands still, in UTC.</summary>
public sealed class FixedClock(DateTimeOffset? now = null) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => 0;

    public override DateTimeOffset GetUtcNow() => now ?? new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, 456, TimeSpan.Zero);
}
