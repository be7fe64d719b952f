using System.Data;
using Dapper;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Storage;

/// <summary>How our values lie in columns. Text throughout: readable in any SQLite shell, and the same on PostgreSQL later.</summary>
internal static class SqlTypes
{
    /// <summary>Fixed width, so that text order is time order; microseconds, since PostgreSQL keeps no more.</summary>
    public static readonly InstantPattern Instants = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'");

    static SqlTypes()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new InstantHandler());
    }

    /// <summary>Teaches Dapper the id as parameter and result. Safe to repeat.</summary>
    public static void AddId<T>()
        where T : struct, IStringId<T> => SqlMapper.AddTypeHandler(new StringIdTypeHandler<T>());

    /// <summary>A column read as text, where it may be null: Dapper asks no handler for a lone value.</summary>
    public static Instant? Parse(string? written) => written is null ? null : Instants.Parse(written).GetValueOrThrow();

    /// <summary>Runs the static constructor; called by whatever opens a database.</summary>
    public static void Register() => AddId<Events.EventId>();

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override Instant Parse(object value) => Instants.Parse((string)value).GetValueOrThrow();   // written by SetValue below

        public override void SetValue(IDbDataParameter parameter, Instant value) => parameter.Value = Instants.Format(value);
    }
}
