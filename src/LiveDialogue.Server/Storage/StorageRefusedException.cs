namespace LiveDialogue.Server.Storage;

/// <summary>The data folder can't be used by this program now; the message tells the operator what to do. Ends the start.</summary>
public sealed class StorageRefusedException : Exception
{
    public StorageRefusedException(string message)
        : base(message)
    {
    }

    public StorageRefusedException()
    {
    }

    public StorageRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
